.PHONY: start test bench sandbox install

# Installs what is missing and runs the app in sandbox mode at http://localhost:3000
start:
	@scripts/start

# Everything CI runs
test:
	@scripts/test

# What the access index does at full size, and its peers; writes benchmarks/results
bench: install
	@bash -c '. scripts/env.sh && yarn workspace @sluice/benchmarks bench'

# The embedded AWS and Kubernetes alone, for boto3, the AWS CLI and kubectl
sandbox: install
	@bash -c '. scripts/env.sh && yarn sandbox'

install:
	@bash -c '. scripts/env.sh && sluice_install'
