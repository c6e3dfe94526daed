using Microsoft.AspNetCore.Components;
using Mihari.Identifiers;
using Mihari.Notifications;
using Mihari.Sensors;
using Mihari.Web.Components.Buildings;

namespace Mihari.Web.Components.Notifications;

/// <summary>Something that was told: "mailed to 2 addresses at …, 1 refused", and why.</summary>
public sealed partial class ToldRow
{
    [Parameter, EditorRequired]
    public ToldNotice Told { get; set; } = null!;

    [Parameter, EditorRequired]
    public BuildingId Building { get; set; }

    /// <summary>The customer's plan has recordings to play.</summary>
    [Parameter]
    public bool MayPlay { get; set; }

    private string? Cause
    {
        get
        {
            if (Told.Cause is not { } cause)
                return null;

            var why = Texts[cause.Kind == SensorEventKind.Open ? "ByOpening" : "ByMotion", cause.Names.Room, cause.Names.Device, cause.Names.Sensor].Value;
            return cause is { RuleSetAt: { } at, RuleSetBy: { } by } ? Texts["ByRule", why, by, Viewer.DateAndTime(at)] : why;
        }
    }

    /// <summary>Those that were taken, and those that are told by the count of the hour, as a number; the others one by one.</summary>
    private IEnumerable<(string Text, bool IsWrong)> Outcomes
    {
        get
        {
            foreach (var way in Told.Letters.Where(letter => letter.State == LetterState.Sent).GroupBy(letter => letter.Channel))
            {
                var key = way.Key switch { Channel.Mail => "MailedTo", Channel.Push => "PushedTo", _ => "CalledTo" };
                var text = Texts[way.Count() == 1 ? key + "One" : key, way.Count()];
                yield return ($"{text} · {Viewer.Time(way.Max(letter => letter.At))}", false);
            }

            if (Told.Letters.Count(letter => letter.State == LetterState.Counted) is > 0 and var counted)
                yield return (Texts[counted == 1 ? "CountedForOne" : "CountedFor", counted], false);

            foreach (var letter in Told.Letters.Where(letter => letter.State is not (LetterState.Sent or LetterState.Counted)))
            {
                var key = letter is { State: LetterState.Waiting, Words: null } ? "Letter_WaitingFirst" : "Letter_" + letter.State;
                yield return (Texts[key, letter.To, letter.Words is { } words ? Texts.Reason(words) : ""], letter.State is LetterState.Refused or LetterState.Parked);
            }
        }
    }

    private string ClipAddress(DeviceId camera) => $"{BuildingLinks.To(Building, camera.Value)}?clip={Told.Clip}&on={Uri.EscapeDataString(Viewers.ViewerTimes.Machine(Told.At))}";
}
