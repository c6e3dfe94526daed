using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Mihari.Media;
using Mihari.Silo.Hosting;
using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Hosting;

public sealed class StartupProblemTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mihari-start-").FullName;

    [Theory]
    [InlineData("Gateway:Prot", "1883", "Gateway:Prot: no such key; Gateway has Address, Port,")]
    [InlineData("Gateway:Tls:Certificate", "x.pem", "Gateway:Tls:Certificate: no such key; Gateway:Tls has CertificateFile, KeyFile, Password")]
    [InlineData("Silo:Ports", "1", "Silo:Ports: no such key; Silo has Address, Port, GatewayPort, HealthPort")]
    [InlineData("Storage:Path", "x", "Storage:Path: no such key")]
    [InlineData("Presence:Window", "x", "Presence:Window: no such key")]
    [InlineData("Gateway:Port", "70000", "Gateway:Port is '70000', but must be a whole number from 0 to 65535")]
    [InlineData("Gateway:Port", "abc", "Gateway:Port is 'abc', but must be a whole number from 0 to 65535")]
    [InlineData("Gateway:Port", "99999999999", "Gateway:Port is '99999999999', but must be a whole number from 0 to 65535")]
    [InlineData("Capture:PostRoll", "soon", "Capture:PostRoll is 'soon', but must be a time span as hh:mm:ss from 00:00:05 to 00:00:55")]
    [InlineData("Capture:PostRoll", "5", "Capture:PostRoll is '5', but must be a time span as hh:mm:ss from 00:00:05 to 00:00:55")]
    [InlineData("Storage:CacheMebibytes", "many", "Storage:CacheMebibytes is 'many', but must be a whole number from 1 to 4096")]
    [InlineData("Silo:Port", "abc", "Silo:Port is 'abc', but must be a whole number from 1 to 65535")]
    [InlineData("Gateway:Address", "localhost", "Gateway:Address is \"localhost\": an IPv4 or IPv6 address is needed")]
    [InlineData("Gateway:GrainTimeout", "00:00:00", "GrainTimeout")]
    [InlineData("Mail:Transport", "Smtp", "Mail:From is 'mihari@localhost', but must be the sender's address where Mail:Transport is Smtp")]
    [InlineData("Mail:AtOnce", "0", "Mail:AtOnce is '0', but must be a whole number from 1 to 32")]
    [InlineData("Outbound:AllowedHosts:0", "crm.example", "Outbound:AllowedHosts:0 is 'crm.example', but must be host:port")]
    [InlineData("Gateway:Tls:KeyFile", "key.pem", "Gateway:Tls:CertificateFile is absent")]
    [InlineData("Gateway:Tls:CertificateFile", "/nowhere/server.pem", "Gateway:Tls:CertificateFile is \"/nowhere/server.pem\": ")]
    [InlineData("Storage:Folder", "", "Storage:Folder is ''")]
    [InlineData("Storage:ReserveBytes", "-1", "Storage:ReserveBytes is '-1'")]
    [InlineData("Storage:CacheMebibytes", "0", "Storage:CacheMebibytes is '0'")]
    [InlineData("Storage:Folder", "/nowhere/at/all", "the data folder /nowhere/at/all cannot be made because /nowhere/at does not exist")]
    public async Task Run_WrongValue_SaysItInOneLineAndEndsWithTwo(string key, string value, string expected)
    {
        var (code, error) = await Run((key, value));

        Assert.Equal(StartupProblem.ExitCode, code);
        Assert.StartsWith("mihari: ", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Gateway:Port")]
    [InlineData("Silo:Port")]
    public async Task Run_TakenPort_SaysWhichKeyChangesIt(string key)
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        var (code, error) = await Run((key, port.ToString(CultureInfo.InvariantCulture)));

        Assert.Equal(StartupProblem.ExitCode, code);
        Assert.Equal($"mihari: port {port} on 127.0.0.1 is taken by another program: stop it, or set {key}{Option(key)} to another port\n", error);
    }

    /// <summary>As Orleans opens its port: on Linux two of those share one.</summary>
    [Theory]
    [InlineData("Gateway:Port")]
    [InlineData("Silo:Port")]
    public async Task Run_PortTakenByOneThatWouldShareIt_SaysWhichKeyChangesIt(string key)
    {
        using var taken = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        taken.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        taken.Listen();
        var port = ((IPEndPoint)taken.LocalEndPoint!).Port;

        var (code, error) = await Run((key, port.ToString(CultureInfo.InvariantCulture)));

        Assert.Equal(StartupProblem.ExitCode, code);
        Assert.Equal($"mihari: port {port} on 127.0.0.1 is taken by another program: stop it, or set {key}{Option(key)} to another port\n", error);
    }

    [Fact]
    public async Task Run_PortOfWhichAClosedConnectionLingers_IsFree()
    {
        int lingers;
        using (var before = new TcpListener(IPAddress.Loopback, GatewayHost.FreePort()))
        {
            before.Start();
            lingers = ((IPEndPoint)before.LocalEndpoint).Port;
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, lingers);

            // The side that closes first is the one that waits.
            using (var accepted = await before.AcceptTcpClientAsync())
                accepted.Client.Shutdown(SocketShutdown.Both);
            Assert.Equal(0, await client.GetStream().ReadAsync(new byte[1]));
        }

        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;

        // Silo:Port is looked at first; what is told is the next.
        var (_, error) = await Run(("Silo:Port", lingers.ToString(CultureInfo.InvariantCulture)), ("Gateway:Port", port.ToString(CultureInfo.InvariantCulture)));

        Assert.Contains($"port {port} on", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OnePortGivenTwice_NamesBothKeys()
    {
        var port = GatewayHost.FreePort().ToString(CultureInfo.InvariantCulture);

        var (code, error) = await Run(("Silo:Port", port), ("Gateway:Port", port));

        Assert.Equal(StartupProblem.ExitCode, code);
        Assert.Equal($"mihari: Silo:Port and Gateway:Port are both {port}: set one of them to another port\n", error);
    }

    [Fact]
    public async Task Run_DataFolderInUse_SaysSo()
    {
        var host = new GatewayHost();
        await host.InitializeAsync();
        try
        {
            // The one that has the folder has the ports too, and is what the person wants to hear of.
            using var taken = new TcpListener(IPAddress.Loopback, 0);
            taken.Start();
            var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
            var (code, error) = await Run(("Storage:Folder", Path.Combine(host.Folder, "data")), ("Silo:Port", port));

            Assert.Equal(StartupProblem.ExitCode, code);
            Assert.StartsWith($"mihari: the data folder {host.Folder}/data is in use by another process (process {Environment.ProcessId}): stop it, or set ", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public void Explain_AnythingElse_IsNoProblemOfTheSurroundings() =>
        Assert.Null(StartupProblem.Explain(new InvalidOperationException("a defect", new KeyNotFoundException())));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Option(string key) => key == "Gateway:Port" ? " (./run --mqtt-port)" : "";

    private async Task<(int Code, string Error)> Run(params (string Key, string Value)[] settings)
    {
        using var error = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var code = await StartupProblem.RunAsync(() => Build(settings), error).WaitAsync(TimeSpan.FromSeconds(60));
        return (code, error.ToString());
    }

    private WebApplication Build((string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production", ContentRootPath = _folder });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Port"] = "0",
            ["Gateway:TlsPort"] = "0",
            ["Silo:Port"] = GatewayHost.FreePort().ToString(CultureInfo.InvariantCulture),
            ["Storage:Folder"] = Path.Combine(_folder, "data"),
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IUploadAddress, NoUploads>();
        builder.AddEmbeddedSilo();
        return builder.Build();
    }
}
