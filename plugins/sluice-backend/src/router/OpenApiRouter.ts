import { createOpenApiRouter } from '../schema/openapi';

/** A router that knows the routes of `openapi.yaml`. */
export type OpenApiRouter = Awaited<ReturnType<typeof createOpenApiRouter>>;
