using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;
using Mihari.Refusals;

namespace Mihari.Web.Fleet;

/// <summary>A filter as programs give it: the same parameters as in the address of the page.</summary>
internal sealed record FleetParameters
{
    [FromQuery(Name = "q"), Description("Words, all of which are in names, room, building, MAC address, SPID, model or firmware, whatever their width, case or kana.")]
    public string? Text { get; init; }

    [FromQuery(Name = "b"), Description("The id of a building.")]
    public string? Building { get; init; }

    [FromQuery(Name = "r"), Description("The id of a room.")]
    public string? Room { get; init; }

    [FromQuery(Name = "s"), Description("Any of online, suspect, offline, neverSeen, troubled, recording, separated by commas; never and trouble are neverSeen and troubled.")]
    public string? States { get; init; }

    [FromQuery(Name = "fw"), Description("A firmware, or old: older than the newest of its model in the fleet.")]
    public string? Firmware { get; init; }

    [FromQuery(Name = "life"), Description("Life left of the SD card, 0 to 100, as a span: ..20, 20..50 or 50...")]
    public string? Life { get; init; }

    [FromQuery(Name = "sort"), Description("place, name, state, since, life, firmware or mac; without it, place.")]
    public string? Sort { get; init; }

    [FromQuery(Name = "desc"), Description("1: the other way round.")]
    public string? Descending { get; init; }

    /// <exception cref="InvalidInputException">One of the values can't be.</exception>
    public FleetFilter ToFilter() => Checked(FleetAddress.Read(new Dictionary<string, StringValues>(StringComparer.Ordinal)
    {
        ["q"] = Text,
        ["b"] = Building,
        ["r"] = Room,
        ["s"] = States,
        ["fw"] = Firmware,
        ["life"] = Life,
        ["sort"] = Sort,
        ["desc"] = Descending,
    }));

    /// <summary>For who is told what can't be, and does not see it ignored.</summary>
    /// <exception cref="InvalidInputException">One of the values can't be.</exception>
    public static FleetFilter Checked(FleetAddress address) =>
        address.Faults is [var fault, ..] ? throw new InvalidInputException(fault.Field, fault.Rule) : address.Filter;
}
