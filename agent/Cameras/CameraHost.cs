using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mihari.Agent.Configuration;
using Mihari.Agent.Sources;

namespace Mihari.Agent.Cameras;

/// <summary>Runs all cameras of the configuration beside each other.</summary>
internal sealed partial class CameraHost(
    IOptions<AgentOptions> options, FfmpegTool tool, TimeProvider time, ILogger<CameraHost> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var http = CreateHttp(options.Value);
        var cameras = options.Value.Cameras.Select(camera => Run(camera, http, stoppingToken)).ToList();
        Started(logger, cameras.Count);
        await Task.WhenAll(cameras);
    }

    private async Task Run(CameraOptions camera, HttpClient http, CancellationToken cancellation)
    {
        // Off the caller's stack: opening one camera's card must not hold up the others.
        await Task.Yield();
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                using var agent = new CameraAgent(options.Value, camera, tool, http, time, logger);
                await agent.Run(cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                CameraFailed(logger, camera.DeviceId, e);
                await Task.Delay(TimeSpan.FromSeconds(10), time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>For uploads and streams.</summary>
    internal static HttpClient CreateHttp(AgentOptions agent)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = Connect,
        };
        if (agent.AuthorityFile is { } file)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(file);
            handler.SslOptions.CertificateChainPolicy = policy;
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>
    /// Connects as the handler would. But the kernel takes little that it cannot send yet: on a slow line live video has to
    /// wait where it can be left out, and not for seconds in a buffer.
    /// </summary>
    private static async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        const int tcp = 6, notSentLowWater = 25, bytes = 128 * 1024;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            if (OperatingSystem.IsLinux())
                socket.SetRawSocketOption(tcp, notSentLowWater, BitConverter.GetBytes(bytes));
            await socket.ConnectAsync(context.DnsEndPoint, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [LoggerMessage(4004, LogLevel.Information, "{Count} cameras start")]
    private static partial void Started(ILogger logger, int count);

    [LoggerMessage(4005, LogLevel.Error, "{Device}: the camera cannot run")]
    private static partial void CameraFailed(ILogger logger, string device, Exception exception);
}
