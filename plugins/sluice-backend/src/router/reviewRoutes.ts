import { AuditorService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  AccessRequest,
  SluiceApi,
  sluiceReviewStartPermission,
} from '@sluice/plugin-sluice-common';
import { Product } from '../access';
import { Requests } from '../requests';
import { Review, ReviewItem } from '../requests/ReviewStore';
import { audited } from './audited';
import { Authorizer } from './Authorizer';
import { decodePosition, nextCursorOf } from './cursor';
import { entityRefOf } from './entityRefOf';
import { OpenApiRouter } from './OpenApiRouter';
import { RequestAuthorizer, RequestScope } from './RequestAuthorizer';
import { callerOf, RequestViews } from './RequestViews';

/** Reviews of one page, unless the caller says how many. */
const DEFAULT_LIMIT = 50;

/** A grant of a review that the caller may see. */
interface SeenItem {
  item: ReviewItem;
  request: AccessRequest;
}

/** Reviews of agreed access: who may begin, see and answer them. */
export function addReviewRoutes(
  router: OpenApiRouter,
  options: {
    auditor: AuditorService;
    authorizer: Authorizer;
    requestAuthorizer: RequestAuthorizer;
    requests: Requests;
  },
): void {
  const { auditor, authorizer, requestAuthorizer, requests } = options;
  const { reviews, reviewStore, store } = requests;
  const views = new RequestViews(requests);

  router.get('/reviews', async (req, res) => {
    const scope = await requestAuthorizer.scope(req);
    const { limit = DEFAULT_LIMIT, cursor } = req.query;
    const items: SluiceApi.Review[] = [];
    let before = decodePosition(cursor);
    let wanted: number;
    let page: Awaited<ReturnType<typeof reviewStore.page>>;
    do {
      wanted = limit - items.length;
      page = await reviewStore.page({ limit: wanted, before });
      for (const { review, position } of page) {
        const seen = await seenBy(scope, review);
        if (isVisible(review, seen, scope)) items.push(inShort(review, seen));
        before = position;
      }
    } while (page.length === wanted && items.length < limit);
    const startable = cursor ? [] : await startableBy(req, scope);
    res.json({
      items,
      ...nextCursorOf(page.length === wanted ? before : undefined),
      ...(startable.length > 0 && { startable }),
    });
  });

  router.post('/reviews', async (req, res) => {
    const scope = await requestAuthorizer.personalScope(req);
    const start = await authorizer.accessScope(
      req,
      sluiceReviewStartPermission,
    );
    const { title, product, dueAt } = req.body;
    const productRef =
      product === undefined ? undefined : entityRefOf(product, 'product');
    const { snapshot } = scope;
    const products = productRef
      ? [requireProduct(snapshot.products, productRef)]
      : snapshot.products;
    const mayStart = products.some(({ ownerRefs }) =>
      start.allows({ teamRef: '', productOwnerRefs: ownerRefs }),
    );
    if (!mayStart) {
      await authorizer.refuse(
        req,
        'You may begin reviews of access to your own data products',
        { permission: sluiceReviewStartPermission.name, product: productRef },
      );
    }
    const tables = new Set(products.flatMap(({ tableRefs }) => tableRefs));
    const review = await audited(
      auditor,
      {
        eventId: 'review-start',
        severityLevel: 'medium',
        request: req,
        meta: { title, product: productRef, dueAt },
      },
      () =>
        reviews.start(
          { title, dueAt, startedBy: scope.decider.user },
          ({ team, terms }) =>
            terms.tables.some(
              ({ table }) =>
                (!productRef || tables.has(table)) &&
                start.allows(snapshot.resourceOf(team, table)),
            ),
        ),
      started => ({ reviewId: started!.id, dueAt: started!.dueAt }),
    );
    res.status(201).json(await view(review!, scope));
  });

  router.get('/reviews/:reviewId', async (req, res) => {
    const scope = await requestAuthorizer.scope(req);
    const review = await reviewStore.get(req.params.reviewId);
    if (!isVisible(review, await seenBy(scope, review), scope)) {
      await authorizer.refuse(
        req,
        'You may see the reviews that ask about access of your own teams, and to your own data products',
        { reviewId: review.id },
      );
    }
    res.json(await view(review, scope));
  });

  router.post('/reviews/:reviewId/answers', async (req, res) => {
    const scope = await requestAuthorizer.personalScope(req);
    const { reviewId } = req.params;
    const { requestId, answer } = req.body;
    const request = await requestAuthorizer.require(req, scope, {
      requestId,
      right: 'end',
    });
    const item = await audited(
      auditor,
      {
        eventId: 'review-answer',
        severityLevel: 'medium',
        request: req,
        meta: { reviewId, requestId, answer },
      },
      () => reviews.answer(callerOf(scope, request), reviewId, req.body),
    );
    const review = await reviewStore.get(reviewId);
    const after = await store.get(requestId);
    res.json(await viewItem({ item, request: after }, review, scope));
  });

  /** Data products whose access a person may have reviewed; a plugin reviews nothing. */
  async function startableBy(
    req: Parameters<Authorizer['accessScope']>[0],
    { snapshot, decider }: RequestScope,
  ): Promise<{ entityRef: string; title: string }[]> {
    if (!decider) return [];
    const start = await authorizer.accessScope(
      req,
      sluiceReviewStartPermission,
    );
    return snapshot.products
      .filter(({ ownerRefs }) =>
        start.allows({ teamRef: '', productOwnerRefs: ownerRefs }),
      )
      .map(({ entityRef, title }) => ({ entityRef, title }));
  }

  async function seenBy(
    scope: RequestScope,
    { id }: Review,
  ): Promise<SeenItem[]> {
    const items = await reviewStore.itemsOf(id);
    const found = await store.find({
      ids: items.map(({ requestId }) => requestId),
    });
    const readable = new Map(
      found
        .filter(request => scope.may('read', request))
        .map(request => [request.id, request]),
    );
    return items.flatMap(item => {
      const request = readable.get(item.requestId);
      return request ? [{ item, request }] : [];
    });
  }

  async function view(
    review: Review,
    scope: RequestScope,
  ): Promise<SluiceApi.Review> {
    const seen = await seenBy(scope, review);
    return {
      ...inShort(review, seen),
      items: await Promise.all(seen.map(each => viewItem(each, review, scope))),
    };
  }

  async function viewItem(
    { item, request }: SeenItem,
    review: Review,
    scope: RequestScope,
  ): Promise<SluiceApi.ReviewItem> {
    const summary = await views.summary(request, scope);
    const { outcome, decidedBy, decidedAt, reason, unanswered } = item;
    const approvedBy = new Set(
      request.agreement.decisions
        .filter(decision => decision.outcome === 'approved')
        .map(({ by }) => by),
    );
    return {
      request: summary,
      ...(outcome && { outcome }),
      ...(decidedBy && { decidedBy }),
      ...(decidedAt && { decidedAt }),
      ...(reason && { reason }),
      ...(unanswered && { unanswered }),
      mayAnswer:
        !outcome && !review.closedAt && summary.actions.includes('keep'),
      approvedBy: [...approvedBy],
      ...(request.reviewedAt && { reviewedAt: request.reviewedAt }),
    };
  }
}

/** Counts what the caller may see; of the rest, not even the number is theirs to know. */
function inShort(review: Review, seen: SeenItem[]): SluiceApi.Review {
  const count = (wanted: ReviewItem['outcome']) =>
    seen.filter(({ item }) => item.outcome === wanted).length;
  return {
    ...review,
    total: seen.length,
    kept: count('kept'),
    revoked: count('revoked'),
    open: count(undefined),
  };
}

function isVisible(
  { startedBy }: Review,
  seen: SeenItem[],
  { decider }: RequestScope,
): boolean {
  return seen.length > 0 || startedBy === decider?.user;
}

function requireProduct(products: Product[], productRef: string): Product {
  const product = products.find(({ entityRef }) => entityRef === productRef);
  if (product) return product;
  throw new InputError(
    `The parameter 'product' is '${productRef}', which is no data product of the catalog`,
  );
}
