using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Mihari.Silo.Hosting;
using Mihari.Silo.Notifications;

namespace Mihari.Tests.Silo.Notifications;

public sealed class MailOptionsTests
{
    private const string Secret = "aHVzaC1odXNo!";

    [Theory]
    [InlineData("Mail:From is 'nobody', but must be an e-mail address", "From=nobody")]
    [InlineData("Mail:From is 'mihari@localhost', but must be the sender's address where Mail:Transport is Smtp", "Transport=Smtp", "Smtp:Host=mail.example.com")]
    [InlineData("Mail:Transport is 'Pigeon', but must be one of Pickup, Smtp, AzureCommunication", "Transport=Pigeon")]
    [InlineData("Mail:Timeout is '00:00:01', but must be a time span as hh:mm:ss from 00:00:05 to 00:05:00", "Timeout=00:00:01")]
    [InlineData("Mail:AtOnce is '33', but must be a whole number from 1 to 32", "AtOnce=33")]
    [InlineData("Mail:FromName is too long", "FromName=a\r\nBcc: b@example.com")]
    [InlineData("Mail:Smtp:Host is '', but must be the name or address of a mail server", "Transport=Smtp", "From=a@example.com")]
    [InlineData("Mail:Smtp:Port is '0', but must be a whole number from 1 to 65535", "Smtp:Port=0")]
    [InlineData("Mail:Smtp:Password is set, but must not be where Mail:Smtp:Security is None: it would be sent in clear", "Transport=Smtp", "From=a@example.com", "Smtp:Host=mail", "Smtp:Security=None", "Smtp:UserName=a", "Smtp:Password=" + Secret)]
    [InlineData("Mail:Smtp:UserName and Password are needed together", "Transport=Smtp", "From=a@example.com", "Smtp:Host=mail", "Smtp:Password=" + Secret)]
    [InlineData("Mail:Azure:Endpoint is 'http://a.example.com/', but must be an https address without a path", "Transport=AzureCommunication", "From=a@example.com", "Azure:Endpoint=http://a.example.com", "Azure:AccessKey=aGV5")]
    [InlineData("Mail:Azure:AccessKey is missing or cannot be read, but must be an access key in base64", "Transport=AzureCommunication", "From=a@example.com", "Azure:Endpoint=https://a.example.com", "Azure:AccessKey=" + Secret)]
    [InlineData("Mail:Smpt: no such key", "Smpt:Host=a")]
    public void Check_WrongValue_IsOneLineWithoutSecrets(string expected, params string[] given)
    {
        var wrong = Assert.Throws<OptionsValidationException>(() => Bind<MailOptions>(MailOptions.Section, given));

        Assert.StartsWith(expected, Assert.Single(wrong.Failures), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, wrong.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData()]
    [InlineData("Transport=Smtp", "From=a@example.com", "Smtp:Host=mail.example.com", "Smtp:UserName=a", "Smtp:Password=" + Secret)]
    [InlineData("Transport=Smtp", "From=a@example.com", "Smtp:Host=[::1]", "Smtp:Security=None")]
    [InlineData("Transport=AzureCommunication", "From=a@example.com", "Azure:Endpoint=https://a.communication.azure.com", "Azure:AccessKey=aGV5")]
    public void Check_RightValues_AreTaken(params string[] given) => Assert.NotNull(Bind<MailOptions>(MailOptions.Section, given));

    [Theory]
    [InlineData("crm.example:8443", true)]
    [InlineData("10.0.0.1:80", true)]
    [InlineData("[fd00::1]:80", true)]
    [InlineData("crm.example", false)]
    [InlineData("crm.example:0", false)]
    [InlineData("crm.example:99999", false)]
    [InlineData("crm.example:80/path", false)]
    [InlineData("crm.example:80/", false)]
    [InlineData("user@crm.example:80", false)]
    [InlineData("http://crm.example:80", false)]
    [InlineData("*.example:80", false)]
    [InlineData("", false)]
    public void AllowedHosts_Entry_IsHostAndPort(string entry, bool isTaken)
    {
        var bound = Record.Exception(() => Bind<OutboundOptions>(OutboundOptions.Section, [$"AllowedHosts:0={entry}"]));

        Assert.Equal(isTaken, bound is null);
        if (!isTaken)
            Assert.Contains("Outbound:AllowedHosts:0 is", Assert.IsType<OptionsValidationException>(bound).Message, StringComparison.Ordinal);
    }

    private static T Bind<T>(string section, string[] given)
        where T : class
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(given.Select(line => line.Split('=', 2)).Select(pair => KeyValuePair.Create($"{section}:{pair[0]}", (string?)pair[1])))
            .Build());
        services.AddCheckedOptions<T>(section);
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<T>>().Value;
    }
}
