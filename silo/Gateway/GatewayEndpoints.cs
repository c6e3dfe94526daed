using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace Mihari.Silo.Gateway;

/// <summary>The gateway's endpoints on Kestrel, beside whatever else the host serves.</summary>
internal sealed class GatewayEndpoints(IOptions<GatewayOptions> options, ConnectAdmission admission, ProxyHeader proxy)
{
    private ListenOptions? _plain;
    private ListenOptions? _tls;

    /// <summary>Where plain MQTT is served, once the server has started.</summary>
    public IPEndPoint? Plain => _plain?.EndPoint as IPEndPoint;

    /// <summary>Where MQTT over TLS is served, once the server has started; null without a certificate.</summary>
    public IPEndPoint? Tls => _tls?.EndPoint as IPEndPoint;

    public void Listen(KestrelServerOptions kestrel)
    {
        var address = IPAddress.Parse(options.Value.Address);
        kestrel.Listen(address, options.Value.Port, listen => Serve(_plain = listen, null));
        if (options.Value.Tls.CertificateFile is not null)
        {
            var certificate = LoadCertificate(options.Value.Tls);
            kestrel.Listen(address, options.Value.TlsPort, listen => Serve(_tls = listen, certificate));
        }
    }

    /// <exception cref="OptionsValidationException">A file is absent or is not what it should be.</exception>
    internal static X509Certificate2Collection LoadCertificate(GatewayTlsOptions tls)
    {
        var problem = $"{GatewayOptions.Section}:Tls:{nameof(tls.CertificateFile)} is \"{tls.CertificateFile}\": ";
        try
        {
            var text = File.ReadAllBytes(tls.CertificateFile!);
            var chain = new X509Certificate2Collection();
            if (text.AsSpan().IndexOf("-----BEGIN CERTIFICATE"u8) < 0)
            {
                chain.AddRange(X509CertificateLoader.LoadPkcs12Collection(text, tls.Password));
                return chain.Any(certificate => certificate.HasPrivateKey) ? chain : throw Invalid(problem + "it holds no key");
            }

            problem = tls.KeyFile is null ? problem : $"{GatewayOptions.Section}:Tls:{nameof(tls.KeyFile)} is \"{tls.KeyFile}\": ";
            var leaf = tls.Password is null
                ? X509Certificate2.CreateFromPemFile(tls.CertificateFile!, tls.KeyFile)
                : X509Certificate2.CreateFromEncryptedPemFile(tls.CertificateFile!, tls.Password, tls.KeyFile);
            var rest = new X509Certificate2Collection();
            rest.ImportFromPemFile(tls.CertificateFile!);
            chain.Add(leaf);
            foreach (var other in rest.Where(certificate => !certificate.Equals(leaf)))
                chain.Add(other);
            return chain;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Invalid(problem + e.Message.TrimEnd('.').ReplaceLineEndings(" "));
        }
    }

    private static OptionsValidationException Invalid(string problem) => new(GatewayOptions.Section, typeof(GatewayOptions), [problem]);

    private void Serve(ListenOptions listen, X509Certificate2Collection? certificate)
    {
        // What follows isn't HTTP; one protocol is named because Kestrel wants one for its handshake.
        listen.Protocols = HttpProtocols.Http1;
        listen.Use(next => connection => admission.Admit(connection, next));
        if (options.Value.ProxyProtocol)
            listen.Use(next => connection => proxy.Read(connection, next));
        if (certificate is not null)
        {
            listen.UseHttps(new HttpsConnectionAdapterOptions
            {
                ServerCertificate = certificate.First(one => one.HasPrivateKey),
                ServerCertificateChain = certificate,
                SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                HandshakeTimeout = options.Value.ConnectTimeout,
                OnAuthenticate = (_, ssl) => ssl.ApplicationProtocols = null,
            });
        }

        listen.UseConnectionHandler<DeviceConnectionHandler>();
    }
}
