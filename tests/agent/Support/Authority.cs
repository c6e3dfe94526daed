using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Mihari.Tests.Agent.Support;

/// <summary>A certificate authority of its own, and a server's certificate for 127.0.0.1 that it signed; all as PEM files.</summary>
internal sealed class Authority : IDisposable
{
    private readonly TempFolder _temp = new();

    public Authority()
    {
        var now = TimeProvider.System.GetUtcNow();
        using var rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var root = new CertificateRequest("CN=An authority of its own", rootKey, HashAlgorithmName.SHA256);
        root.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        root.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        using var authority = root.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var server = new CertificateRequest("CN=mihari", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        server.CertificateExtensions.Add(names.Build());
        using var certificate = server.Create(authority, now.AddDays(-1), now.AddHours(12), RandomNumberGenerator.GetBytes(8));

        File.WriteAllText(CertificateFile, authority.ExportCertificatePem());
        File.WriteAllText(ServerFile, certificate.ExportCertificatePem());
        File.WriteAllText(ServerKeyFile, serverKey.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>The authority's own certificate, for <c>Agent:AuthorityFile</c>.</summary>
    public string CertificateFile => _temp["authority.pem"];

    public string ServerFile => _temp["server.pem"];

    public string ServerKeyFile => _temp["server.key"];

    public void Dispose() => _temp.Dispose();
}
