# The image of the edge agent, the only one with ffmpeg.
# Build it from the root of the repository: docker build -f deploy/agent.Dockerfile -t mihari-agent .
# Recordings and messages that wait are in /data; the root file system may be read-only. Configure it by Agent__… variables, or mount a
# file and give --config FILE.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish agent -c Release -o /app -p:RestoreLockedMode=true

FROM mcr.microsoft.com/dotnet/runtime:10.0
RUN apt-get update \
    && apt-get install -y --no-install-recommends ffmpeg fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data && chown app /data
VOLUME /data
ENV DOTNET_EnableDiagnostics=0 Agent__DataFolder=/data
USER app
ENTRYPOINT ["/app/Mihari.Agent"]
