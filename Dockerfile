# The app as a container for Azure Functions: the Functions host, which starts the app as its custom handler.
# docs/azure.md says why these images, and what was not tried.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0
ARG NODE_IMAGE=docker.io/library/node:24-bookworm-slim
ARG HOST_IMAGE=mcr.microsoft.com/azure-functions/node:4-node24

FROM ${NODE_IMAGE} AS site
WORKDIR /site
COPY static-web/package.json static-web/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY static-web ./
RUN npm run build

FROM ${SDK_IMAGE} AS build
ENV CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
WORKDIR /source
COPY . .
RUN dotnet publish src/FlowFunctions.App --configuration Release -p:PublishSite=false --output /publish

FROM ${RUNTIME_IMAGE} AS runtime

FROM ${HOST_IMAGE}
SHELL ["/bin/bash", "-o", "pipefail", "-c"]

# What the script runners start; Node.js is in the host's image.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends bash bubblewrap ca-certificates python3 python3-pip python3-venv \
    && rm -rf /var/lib/apt/lists/*

# The host brings the .NET that it needs itself; the app's stands beside it.
COPY --from=runtime /usr/share/dotnet /usr/share/dotnet

# A missing part ends the build here instead of a flow later.
RUN dotnet --list-runtimes | grep '^Microsoft\.AspNetCore\.App 10\.' \
    && node --version && python3 --version && bwrap --version && bash --version

# Hosts that let a container run as somebody else: --build-arg RUN_AS=flow --build-arg PORT=8080.
ARG RUN_AS=root
ARG PORT=80
RUN useradd --system --uid 10001 --home-dir /home --no-create-home flow \
    && mkdir -p /home/data /home/LogFiles /home/site/wwwroot \
    && chown -R flow:flow /home

COPY --from=build --chown=flow:flow /publish /home/site/wwwroot
COPY --from=site --chown=flow:flow /site/dist /home/site/wwwroot/site

ENV AzureWebJobsScriptRoot=/home/site/wwwroot \
    AzureFunctionsJobHost__Logging__Console__IsEnabled=true \
    FUNCTIONS_WORKER_RUNTIME=custom \
    ASPNETCORE_URLS=http://+:${PORT} \
    HEALTH_URL=http://127.0.0.1:${PORT}/healthz \
    FLOW_ALLOW_PRIVATE_NETWORK=false

EXPOSE ${PORT}
USER ${RUN_AS}

HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["node", "-e", "fetch(process.env.HEALTH_URL).then(a => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
