# syntax=docker/dockerfile:1

# The base, by its digest, so that the same sources make the same image. Dependabot proposes the next one: docs/release.md.
FROM node:24.21.0-slim@sha256:d6aa754f16b3197301076f047b5def2f02ea1dbbc2ca920407d46d7ec7f87b20 AS base

# Build: all dependencies, then the compiled program.
FROM base AS build
WORKDIR /app
COPY package.json package-lock.json tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm ci --no-audit --no-fund

# Production dependencies alone. Scripts are off: `prepare` would build, and the compiler is not installed here.
FROM base AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM base
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json ./
# The image's own unprivileged user. Nothing is written at run time: run it with --read-only.
USER node
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Without a shell in between, SIGTERM reaches the program. The option keeps V8's room for new objects as large as it is
# after the start; a flood of requests would double it for good.
CMD ["node", "--max-semi-space-size=8", "dist/main.js"]

# What a registry shows: https://github.com/opencontainers/image-spec/blob/main/annotations.md
# The build gives the time (RFC 3339) and the commit. They come last, so that they spoil no layer of the build cache.
ARG CREATED=
ARG REVISION=
LABEL org.opencontainers.image.title="cf-clone" \
      org.opencontainers.image.description="Chat-ops bot that clones Amazon CloudFront distributions from Slack, with a plan, a certificate and an approval" \
      org.opencontainers.image.version="1.0.0" \
      org.opencontainers.image.created="$CREATED" \
      org.opencontainers.image.revision="$REVISION"
