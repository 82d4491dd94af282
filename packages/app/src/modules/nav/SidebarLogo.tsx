import { Link, useSidebarOpenState } from '@backstage/core-components';
import styles from './SidebarLogo.module.css';

/** The mark of Sluice: three gates, two of them partly shut. */
function Mark() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <path
        d="M5 9h22M5 16h14M5 23h7"
        stroke="#7fd1c1"
        strokeWidth="3.4"
        strokeLinecap="round"
      />
      <path
        d="M23.5 13v6M17 20v6"
        stroke="#f2b950"
        strokeWidth="3.4"
        strokeLinecap="round"
      />
    </svg>
  );
}

export function SidebarLogo() {
  const { isOpen } = useSidebarOpenState();
  return (
    <div className={styles.root}>
      <Link
        to="/"
        underline="none"
        className={styles.link}
        aria-label="Sluice home"
      >
        <Mark />
        {isOpen && <span className={styles.name}>Sluice</span>}
      </Link>
    </div>
  );
}
