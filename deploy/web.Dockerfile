# The image of a web node of a cluster, or, without Cluster:Redis, the whole server in one process.
# Build it from the root of the repository: docker build -f deploy/web.Dockerfile -t mihari-web .
# It runs as a user without rights and writes nowhere but to /tmp and /data, so the root file system may be read-only.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish web -c Release -o /app -p:RestoreLockedMode=true

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# Recordings are converted with it.
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app .
COPY deploy/healthy /usr/local/bin/healthy
ENV DOTNET_EnableDiagnostics=0
# 64 MiB between collections, each of which finds thousands of messages on their way (docs/reference/configuration.md, The runtime).
ENV DOTNET_GCgen0size=0x8000000
# The sign-in of the first support account; embedded, all that is kept.
RUN mkdir /data && chown app /data
VOLUME /data
ENV Storage__Folder=/data
USER app
EXPOSE 8080
ENTRYPOINT ["/app/Mihari.Web"]
