# The image of a silo of the cluster profile, with its device gateway.
# Build it from the root of the repository: docker build -f deploy/silo.Dockerfile -t mihari-silo .
# It runs as a user without rights and writes nowhere but to /tmp, so the root file system may be read-only.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish silo -c Release -o /app -p:RestoreLockedMode=true

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
COPY deploy/healthy /usr/local/bin/healthy
ENV DOTNET_EnableDiagnostics=0
# 64 MiB between collections, each of which finds thousands of messages on their way (docs/reference/configuration.md, The runtime).
ENV DOTNET_GCgen0size=0x8000000
USER app
# MQTT, MQTT over TLS, silos, web nodes, health and metrics
EXPOSE 1883 8883 11111 30000 8081
ENTRYPOINT ["/app/Mihari.Silo"]
