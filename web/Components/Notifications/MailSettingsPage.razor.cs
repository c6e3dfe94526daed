using System.Collections.Immutable;
using System.Globalization;
using Mihari.Notifications;
using Mihari.Refusals;
using Mihari.Web.Components.Forms;

namespace Mihari.Web.Components.Notifications;

/// <summary>通知先メールアドレスの設定, of one room or of all of a building's (manual, chapter 3).</summary>
public sealed partial class MailSettingsPage
{
    private List<AddressLine> _fields = [];
    private string _language = "ja";
    private bool _differ;
    private NotificationSettings? _from;
    private string? _asked;

    private string Title => IsAll ? Texts["MailTitleAll"] : Settings is { IsEmpty: false } ? $"{Texts["MailTitle"]} – {First.Name}" : Texts["MailTitle"];

    private protected override void Show()
    {
        if (Settings is not { IsEmpty: false } settings)
            return;

        Run.Clear();
        _asked = null;
        _differ = settings.Any(other => !Addresses(other).SequenceEqual(Addresses(First)));
        _fields = _differ || First.Addresses.IsEmpty ? [new AddressLine()] : [.. First.Addresses.Select(address => new AddressLine { Text = address.Address })];
        (_language, _from) = (First.Language, First);
    }

    private static IEnumerable<string> Addresses(NotificationSettings settings) => settings.Addresses.Select(address => address.Address);

    /// <summary>How an address stands that is set already.</summary>
    private NotifiedAddress? Known(AddressLine field) => Settings!.Value
        .SelectMany(settings => settings.Addresses)
        .FirstOrDefault(address => string.Equals(address.Address, field.Text.Trim(), StringComparison.OrdinalIgnoreCase));

    private void Add() => _fields.Add(new AddressLine());

    private async Task Submit()
    {
        _fields.RemoveAll(field => string.IsNullOrWhiteSpace(field.Text));
        ImmutableArray<string> given = [.. _fields.Select(field => field.Text.Trim())];
        if (given.IsEmpty && _differ)
        {
            // Nobody saw whom this would remove.
            Run.Refuse(new FormError("addresses[0]", Texts["NoneWhereTheyDiffer"]));
            Add();
            return;
        }

        var isSet = Run.Passes([.. given.Select((address, at) => (string.Create(CultureInfo.InvariantCulture, $"addresses[{at}]"), InputRules.EmailBreaks(address)))])
            && await SetUnlessChanged(() => IsAll ? All.SetMail(By, given, _language) : One.SetMail(By, given, _language, _from!.Revision), Changes);
        if (_fields.Count == 0)
            Add();

        if (!isSet)
            return;

        // Who has declined elsewhere already gets nothing here either.
        await Run.Do(Read);
        var declined = Settings!.Value.SelectMany(settings => settings.Addresses).Where(a => a.State == AddressState.Declined && given.Contains(a.Address, StringComparer.OrdinalIgnoreCase))
            .Select(a => a.Address).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
        Succeed(declined.Length == 0 ? Texts["MailSet"] : Texts["MailSetDeclined", List(declined)], Back);
    }

    /// <summary>What has become of it since the form was made; from now on the form is made from what stands.</summary>
    private IEnumerable<string> Changes()
    {
        var was = _from!;
        _from = First;
        if (Addresses(First).Except(Addresses(was), StringComparer.OrdinalIgnoreCase).ToArray() is { Length: > 0 } added)
            yield return Texts["NowAdded", List(added)];

        if (Addresses(was).Except(Addresses(First), StringComparer.OrdinalIgnoreCase).ToArray() is { Length: > 0 } removed)
            yield return Texts["NowRemoved", List(removed)];

        if (was.Language != First.Language)
            yield return Texts["NowLanguage", Texts[First.Language].Value];
    }

    private string List(IEnumerable<string> addresses) => string.Join(Texts["ListSeparator"], addresses);

    private async Task AskAgain(AddressLine field)
    {
        var address = Known(field)!.Address;
        var room = Settings!.Value.First(settings => settings.Addresses.Any(known => known.Address == address)).Room;
        var isAsked = await Run.Do(async () =>
        {
            await Grains.GetGrain<INotificationSettings>(room.Value).AskAgain(By, address);

            // Only how the addresses stand: what was typed, and what it was made from, stay.
            await Read();
        });
        if (isAsked)
            _asked = Texts["AskedAgain", address];
    }

    /// <summary>An address as it is typed.</summary>
    private sealed class AddressLine
    {
        public string Text { get; set; } = "";
    }
}
