using Microsoft.Extensions.Options;
using Mihari.Media;
using Mihari.Notifications;
using Mihari.Silo.Hosting;

namespace Mihari.Silo.Notifications;

/// <summary>Adds what carries messages out of the server.</summary>
public static class NotificationHosting
{
    /// <summary>Mails, pushes and webhooks, with their options. The host has <see cref="TimeProvider"/>, the media store and <see cref="Mihari.Media.IUploadAddress"/>.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddCheckedOptions<MailOptions>(MailOptions.Section);
        services.AddSingleton<NotificationInstruments>();
        services.AddSingleton<Attempts>();
        services.AddSingleton<MimeMail>();
        services.AddSingleton(provider => new PickupFolder(
            provider.GetRequiredService<IMediaStore>(), provider.GetRequiredService<MimeMail>(), provider.GetRequiredService<IOptions<MailOptions>>(),
            mail => provider.GetRequiredService<IGrainFactory>().GetGrain<IMailPickup>(IMailPickup.Key).Note(mail)));
        services.AddSingleton(provider => new SmtpTransport(
            provider.GetRequiredService<MimeMail>(), provider.GetRequiredService<IOptions<MailOptions>>(), provider.GetRequiredService<TimeProvider>(), trust: null));
        services.AddSingleton<AzureEmailTransport>();
        services.AddSingleton<IMailCarrier>(Carrier);
        services.AddSingleton<IMailTransport, MailTransport>();
        services.AddCheckedOptions<OutboundOptions>(OutboundOptions.Section);
        services.AddSingleton(provider => new OutboundGuard(provider.GetRequiredService<IOptions<OutboundOptions>>()));
        services.AddSingleton<IPushTransport, WebPushTransport>();
        services.AddSingleton<IWebhookTransport, WebhookTransport>();
        return services;
    }

    private static IMailCarrier Carrier(IServiceProvider provider)
    {
        var carrier = provider.GetRequiredService<IOptions<MailOptions>>().Value.Transport;
        NotificationLog.Carrier(provider.GetRequiredService<ILogger<MailTransport>>(), carrier);
        return carrier switch
        {
            MailCarrier.Smtp => provider.GetRequiredService<SmtpTransport>(),
            MailCarrier.AzureCommunication => provider.GetRequiredService<AzureEmailTransport>(),
            _ => provider.GetRequiredService<PickupFolder>(),
        };
    }
}
