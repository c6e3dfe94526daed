using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Mihari.Cameras;
using Mihari.Silo.Gateway;
using Mihari.Tests.Silo.Hosts;

namespace Mihari.Tests.Silo.Gateway;

public sealed class TlsTests : IDisposable
{
    private const string Status = """{"video":{"state":"ok"}}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("mihari-tls-").FullName;

    [Theory]
    [InlineData("tlsv1.2")]
    [InlineData("tlsv1.3")]
    public async Task Connect_OverTls_IsAccepted(string version)
    {
        var (certificate, key) = MakePem();
        await using var host = new StartedHost(new GatewayHost().With("Gateway:Tls:CertificateFile", certificate).With("Gateway:Tls:KeyFile", key));
        await host.Value.InitializeAsync();
        var device = await host.Value.Register();

        var (code, output) = await Mosquitto.Publish(
            host.Value, device, "status", Status, "-p", host.Value.TlsPort.ToString(CultureInfo.InvariantCulture), "--cafile", certificate, "--tls-version", version);

        Assert.Equal((0, ""), (code, output));
        await host.Value.Calls.Next(device.Name, nameof(ICameraLink.ReportStatus));
    }

    [Fact]
    public void LoadCertificate_Pfx_HasItsKey()
    {
        using var certificate = Make();
        var file = Path.Combine(_folder, "server.pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, "secret"));

        var chain = GatewayEndpoints.LoadCertificate(new GatewayTlsOptions { CertificateFile = file, Password = "secret" });

        Assert.True(Assert.Single(chain).HasPrivateKey);
    }

    [Fact]
    public void LoadCertificate_WrongPassword_NamesTheKey()
    {
        using var certificate = Make();
        var file = Path.Combine(_folder, "server.pfx");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pfx, "secret"));

        var problem = Assert.Throws<OptionsValidationException>(() => GatewayEndpoints.LoadCertificate(new GatewayTlsOptions { CertificateFile = file, Password = "other" }));

        Assert.StartsWith($"Gateway:Tls:CertificateFile is \"{file}\": ", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LoadCertificate_NoKey_NamesTheKey()
    {
        var (certificate, _) = MakePem();

        var problem = Assert.Throws<OptionsValidationException>(() => GatewayEndpoints.LoadCertificate(new GatewayTlsOptions { CertificateFile = certificate }));

        Assert.StartsWith($"Gateway:Tls:CertificateFile is \"{certificate}\": ", problem.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private (string Certificate, string Key) MakePem()
    {
        using var certificate = Make();
        var (file, key) = (Path.Combine(_folder, "server.pem"), Path.Combine(_folder, "key.pem"));
        File.WriteAllText(file, certificate.ExportCertificatePem());
        File.WriteAllText(key, certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        return (file, key);
    }

    private static X509Certificate2 Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private sealed class StartedHost(GatewayHost host) : IAsyncDisposable
    {
        public GatewayHost Value => host;

        public async ValueTask DisposeAsync() => await host.DisposeAsync();
    }
}
