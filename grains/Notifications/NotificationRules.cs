using System.Collections.Immutable;
using System.Globalization;
using Mihari.Notifications;
using Mihari.Refusals;

namespace Mihari.Grains.Notifications;

/// <summary>What may be set for a room's notifications; without side effects.</summary>
internal static class NotificationRules
{
    /// <summary>Those that mails are written in; the first where nothing was said.</summary>
    public static readonly ImmutableArray<string> Languages = ["ja", "en"];

    /// <summary>Addresses as they are kept: trimmed, each once.</summary>
    /// <exception cref="InvalidInputException">One is none, or there are too many.</exception>
    public static ImmutableArray<string> CheckAddresses(ImmutableArray<string> given)
    {
        const int most = NotificationSettings.MostAddresses;
        ImmutableArray<string> addresses = [.. (given.IsDefault ? [] : given)
            .Select((address, at) => InputRules.Email(address, string.Create(CultureInfo.InvariantCulture, $"addresses[{at}]")))
            .DistinctBy(AddressRules.Key, StringComparer.Ordinal)];
        return addresses.Length <= most
            ? addresses
            : throw new InvalidInputException("addresses", $"must be at most {most}", InputProblem.Range, $"0-{most}");
    }

    /// <summary>Whether somebody is among those who are told.</summary>
    public static bool IsWanted(Readers readers, Addressee to) => to.Channel == Channel.Mail
        ? readers.Addresses.Any(address => AddressRules.Key(address) == AddressRules.Key(to.To))
        : readers.IsPushed;

    /// <exception cref="InvalidInputException">There is no such language.</exception>
    public static string CheckLanguage(string language) =>
        Languages.Contains(language, StringComparer.Ordinal) ? language : throw new InvalidInputException("language", "must be ja or en", InputProblem.Choice);

    /// <exception cref="InvalidInputException">There is no such type.</exception>
    public static NotificationType CheckType(NotificationType type) =>
        Enum.IsDefined(type) ? type : throw new InvalidInputException("type", "is none of those that are offered", InputProblem.Choice);

    /// <exception cref="ConflictException">The settings are others by now.</exception>
    public static void CheckWas(NotificationsState settings, int? was)
    {
        if (was is { } revision && revision != settings.Revision)
            throw new ConflictException("was", "the settings were changed meanwhile", Clash.ChangedMeanwhile);
    }
}
