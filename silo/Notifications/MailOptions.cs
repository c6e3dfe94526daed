using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Text;

namespace Mihari.Silo.Notifications;

/// <summary>How mails leave the server.</summary>
public enum MailCarrier
{
    /// <summary>Not at all: they are kept as <c>.eml</c> files in the media store.</summary>
    Pickup,

    /// <summary>By a mail server, over SMTP.</summary>
    Smtp,

    /// <summary>By the REST API of Azure Communication Services.</summary>
    AzureCommunication,
}

/// <summary>How the connection to the mail server is protected.</summary>
public enum SmtpSecurity
{
    /// <summary>TLS by STARTTLS; a server that has none is not used.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>None.</summary>
    None,
}

/// <summary>Mails that the server sends (section <c>Mail</c>).</summary>
public sealed class MailOptions : IValidatableObject
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Mail";

    /// <summary>The sender where none is configured; nobody outside can answer to it.</summary>
    internal const string NoSender = "mihari@localhost";

    /// <summary>How mails leave the server. Default <see cref="MailCarrier.Pickup"/>.</summary>
    public MailCarrier Transport { get; set; } = MailCarrier.Pickup;

    /// <summary>The sender's address, at most 254 characters. Default <c>mihari@localhost</c>, which is refused where mails leave the server.</summary>
    public string From { get; set; } = NoSender;

    /// <summary>The sender's name beside the address, at most 60 characters; default none. Azure Communication Services has its own for each address.</summary>
    public string FromName { get; set; } = "";

    /// <summary>How long an attempt to hand one mail on may take; 5 s to 5 min, default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:05:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Mails that one silo hands on at the same time; further ones wait up to 2 min for their turn, and are tried again later then. 1 to 32, default 4.</summary>
    [Range(1, 32)]
    public int AtOnce { get; set; } = 4;

    /// <summary>The mail server, for <see cref="MailCarrier.Smtp"/>.</summary>
    public SmtpOptions Smtp { get; set; } = new();

    /// <summary>The resource, for <see cref="MailCarrier.AzureCommunication"/>.</summary>
    public AzureEmailOptions Azure { get; set; } = new();

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext context)
    {
        if (MailAddresses.Parse(From) is null)
            yield return new ValidationResult($"{Section}:{nameof(From)} is '{From}', but must be an e-mail address");
        else if (Transport != MailCarrier.Pickup && string.Equals(From, NoSender, StringComparison.OrdinalIgnoreCase))
            yield return new ValidationResult($"{Section}:{nameof(From)} is '{From}', but must be the sender's address where {Section}:{nameof(Transport)} is {Transport}");
        if (FromName.Length > 60 || FromName.Any(char.IsControl))
            yield return new ValidationResult($"{Section}:{nameof(FromName)} is too long or has control characters, but must be a name of at most 60 characters");
        foreach (var wrong in Transport switch
        {
            MailCarrier.Smtp => Smtp.Wrong(),
            MailCarrier.AzureCommunication => Azure.Wrong(),
            _ => [],
        })
        {
            yield return new ValidationResult(wrong);
        }
    }
}

/// <summary>A mail server. The certificate of one with TLS has to be valid for its name.</summary>
public sealed class SmtpOptions
{
    /// <summary>The server's name or address. Default none; needed.</summary>
    public string? Host { get; set; }

    /// <summary>Its port; 1 to 65535, default 587.</summary>
    [Range(1, 65535)]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected; never less than that. Default <see cref="SmtpSecurity.StartTls"/>.</summary>
    public SmtpSecurity Security { get; set; } = SmtpSecurity.StartTls;

    /// <summary>The name to sign in with. Default none: without signing in.</summary>
    public string? UserName { get; set; }

    /// <summary>The password; refused where <see cref="Security"/> is <see cref="SmtpSecurity.None"/>. Default none.</summary>
    public string? Password { get; set; }

    /// <summary>What is wrong where mails go by it; never with the password.</summary>
    internal IEnumerable<string> Wrong()
    {
        var section = $"{MailOptions.Section}:{nameof(MailOptions.Smtp)}";
        if (string.IsNullOrWhiteSpace(Host) || Uri.CheckHostName(Host.Trim('[', ']')) == UriHostNameType.Unknown)
            yield return $"{section}:{nameof(Host)} is '{Host}', but must be the name or address of a mail server";
        if (!string.IsNullOrEmpty(Password) && Security == SmtpSecurity.None)
            yield return $"{section}:{nameof(Password)} is set, but must not be where {section}:{nameof(Security)} is None: it would be sent in clear";
        if (string.IsNullOrEmpty(UserName) != string.IsNullOrEmpty(Password))
            yield return $"{section}:{nameof(UserName)} and {nameof(Password)} are needed together; one of them is not set";
    }
}

/// <summary>A resource of Azure Communication Services with an e-mail domain.</summary>
public sealed class AzureEmailOptions
{
    /// <summary>Its address, <c>https://NAME.communication.azure.com</c>. Default none; needed.</summary>
    public Uri? Endpoint { get; set; }

    /// <summary>One of its two access keys, in base64. Default none; needed. It is never logged.</summary>
    public string? AccessKey { get; set; }

    /// <summary>What is wrong where mails go by it; never with the key.</summary>
    internal IEnumerable<string> Wrong()
    {
        var section = $"{MailOptions.Section}:{nameof(MailOptions.Azure)}";
        if (Endpoint is not { IsAbsoluteUri: true, Scheme: "https", PathAndQuery: "/", UserInfo: "" })
            yield return $"{section}:{nameof(Endpoint)} is '{Endpoint}', but must be an https address without a path";
        if (string.IsNullOrEmpty(AccessKey) || !Base64.IsValid(Encoding.UTF8.GetBytes(AccessKey)))
            yield return $"{section}:{nameof(AccessKey)} is missing or cannot be read, but must be an access key in base64";
    }
}
