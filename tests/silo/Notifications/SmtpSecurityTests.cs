using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;
using Mihari.Notifications;
using Mihari.Silo.Notifications;

namespace Mihari.Tests.Silo.Notifications;

/// <summary>TLS and signing in at a real mail server, with a certificate that only the test trusts.</summary>
[Trait("Category", "Slow")]
public sealed class SmtpSecurityTests : IDisposable
{
    private const string Password = "correct-horse-7";

    private readonly Outgoing _outgoing = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("mihari-smtp-").FullName;
    private readonly X509Certificate2 _certificate;

    public SmtpSecurityTests()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        _certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(CertificateFile, _certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    private string CertificateFile => Path.Combine(_folder, "server.pem");

    private string KeyFile => Path.Combine(_folder, "server.key");

    public void Dispose()
    {
        _outgoing.Dispose();
        _certificate.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("starttls", SmtpSecurity.StartTls)]
    [InlineData("implicit", SmtpSecurity.Tls)]
    public async Task Send_OverTlsAndSignedIn_Arrives(string tls, SmtpSecurity security)
    {
        await using var server = await Start(tls, "--user", "mihari", "--password", Password);

        Assert.Equal(new Delivery(DeliveryOutcome.Sent), await Send(server, security, Trusts, "mihari", Password));

        var mail = await server.Mail();
        Assert.Equal((true, "mihari"), (mail.IsSecure, mail.User));
    }

    [Theory]
    [InlineData("starttls", SmtpSecurity.StartTls)]
    [InlineData("implicit", SmtpSecurity.Tls)]
    public async Task Send_CertificateThatNobodyTrusts_IsDelayedAndNothingIsSent(string tls, SmtpSecurity security)
    {
        await using var server = await Start(tls);

        var delivery = await Send(server, security, trust: null);

        Assert.Equal(DeliveryOutcome.Delayed, delivery.Outcome);
        Assert.StartsWith("TLS with the mail server failed", delivery.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("mail", server.Rest());
    }

    [Fact]
    public async Task Send_ServerWithoutStartTls_IsDelayedAndNothingIsSentInClear()
    {
        await using var server = await Start("none");

        var delivery = await Send(server, SmtpSecurity.StartTls, Trusts);

        Assert.Equal(DeliveryOutcome.Delayed, delivery.Outcome);
        Assert.Contains("STARTTLS", delivery.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("mail", server.Rest());
    }

    [Fact]
    public async Task Send_WrongPassword_IsDelayedAndTellsNoSecret()
    {
        await using var server = await Start("starttls", "--user", "mihari", "--password", "another");

        var delivery = await Send(server, SmtpSecurity.StartTls, Trusts, "mihari", Password);

        Assert.Equal(new Delivery(DeliveryOutcome.Delayed, "the mail server refused the sign-in"), delivery);
        Assert.DoesNotContain(_outgoing.Log.All, line => $"{line.Text}{line.Exception}".Contains(Password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Send_ServerThatWantsASignInAndNoneIsConfigured_IsDelayed()
    {
        await using var server = await Start("starttls", "--user", "mihari", "--password", "another");

        Assert.Equal(DeliveryOutcome.Delayed, (await Send(server, SmtpSecurity.StartTls, Trusts)).Outcome);
    }

    private bool Trusts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate?.GetCertHashString() == _certificate.GetCertHashString();

    private Task<SmtpServer> Start(string tls, params string[] more) =>
        SmtpServer.Start(["--tls", tls, .. tls == "none" ? Array.Empty<string>() : ["--certificate", CertificateFile, "--key", KeyFile], .. more]);

    private async Task<Delivery> Send(SmtpServer server, SmtpSecurity security, RemoteCertificateValidationCallback? trust, string? user = null, string? password = null)
    {
        var options = new MailOptions { Transport = MailCarrier.Smtp, From = "lookout@mihari.example" };
        (options.Smtp.Host, options.Smtp.Port, options.Smtp.Security, options.Smtp.UserName, options.Smtp.Password) = ("localhost", server.Port, security, user, password);
        using var carrier = new SmtpTransport(_outgoing.Mime, Options.Create(options), TimeProvider.System, trust);
        using var mails = _outgoing.Mails(carrier, options);
        return await mails.Send(Outgoing.Mail(), default);
    }
}
