using System.Collections.Immutable;
using System.Globalization;
using Mihari.Accounts;
using Mihari.Notifications;
using Mihari.Refusals;

namespace Mihari.Grains.Notifications;

/// <summary>What browsers and systems may be told; without side effects.</summary>
internal static class ReceiverRules
{
    private const int LongestName = 64;
    private const int LongestAddress = 500;
    private const int PointLength = 65;
    private const int SecretLength = 16;

    /// <exception cref="InvalidInputException">Something of it breaks its rule.</exception>
    /// <exception cref="ConflictException">The account has ten already.</exception>
    public static ReceiversState Add(ReceiversState all, Caller by, PushSubscription subscription, string name, string language, DateTimeOffset now)
    {
        if (!IsAddress(subscription.Endpoint, out var endpoint) || endpoint.Scheme != Uri.UriSchemeHttps)
            throw new InvalidInputException("endpoint", $"must be an https address of at most {LongestAddress} characters");

        CheckKey("p256dh", subscription.P256dh, PointLength);
        CheckKey("auth", subscription.Auth, SecretLength);
        var device = new PushReceiver(
            IPushSubscriptions.IdOf(subscription.Endpoint), by.Account, subscription, InputRules.Name(name, "name", 1, LongestName), NotificationRules.CheckLanguage(language), now);
        var others = all.Devices.RemoveAll(d => d.Id == device.Id);
        return others.Count(d => d.Account == by.Account) < IPushSubscriptions.MostOfAccount
            ? all with { Devices = others.Add(device) }
            : throw Full("device", IPushSubscriptions.MostOfAccount);
    }

    /// <exception cref="InvalidInputException">Something of it breaks its rule.</exception>
    /// <exception cref="ConflictException">There are five already.</exception>
    public static HookReceiver New(ReceiversState all, string id, string name, string url, string secret, DateTimeOffset now)
    {
        name = InputRules.Name(name, "name", 1, LongestName);
        if (!IsAddress(url.Trim(), out var address))
            throw new InvalidInputException("url", $"must be an https address of at most {LongestAddress} characters, without a user name or a fragment", InputProblem.Address);

        return all.Hooks.Length < IWebhooks.Most ? new HookReceiver(id, name, address.AbsoluteUri, secret, null, now, now) : throw Full("webhook", IWebhooks.Most);
    }

    /// <summary>What calls are signed with now, the newest first.</summary>
    public static ImmutableArray<string> Secrets(HookReceiver hook, DateTimeOffset now) =>
        hook.Before is { } before && hook.RotatedAt + IWebhooks.BothSign > now ? [hook.Secret, before] : [hook.Secret];

    public static Webhook View(HookReceiver hook) => new(hook.Id, hook.Name, hook.Url, hook.Since, hook.RotatedAt, hook.Problem, hook.ProblemAt);

    private static bool IsAddress(string text, out Uri address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address!) && text.Length <= LongestAddress && address.Host.Length > 0
        && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.UserInfo.Length == 0 && address.Fragment.Length == 0;

    private static void CheckKey(string field, string text, int length)
    {
        Span<byte> bytes = stackalloc byte[128];
        if (text.Length > 100 || !System.Buffers.Text.Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != length)
            throw new InvalidInputException(field, string.Create(CultureInfo.InvariantCulture, $"must be {length} bytes in base64url"));
    }

    private static ConflictException Full(string field, int most) =>
        new(field, string.Create(CultureInfo.InvariantCulture, $"there are {most} already"), Clash.Full, most.ToString(CultureInfo.InvariantCulture));
}
