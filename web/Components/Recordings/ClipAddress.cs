using System.Globalization;
using Microsoft.AspNetCore.Components;
using Mihari.Web.Components.Viewers;

namespace Mihari.Web.Components.Recordings;

/// <summary>An event recording as the page's address names it: <c>?clip={id}&amp;on={about when}</c>. Mails lead to it, and a reload.</summary>
/// <param name="Id">The clip's id.</param>
/// <param name="On">A moment of it, or near it.</param>
public sealed record ClipAddress(string Id, DateTimeOffset On)
{
    /// <summary>As an address has it; null where it names none, or nonsense.</summary>
    public static ClipAddress? Read(string? clip, string? on) =>
        clip is { Length: > 0 and <= 64 } && DateTimeOffset.TryParse(on, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at.Year is > 2000 and < 2200
            ? new ClipAddress(clip, at)
            : null;

    /// <summary>The page's address with the recording, or without any.</summary>
    public static string In(NavigationManager navigation, ClipView? clip) => navigation.GetUriWithQueryParameters(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["clip"] = clip?.Id,
        ["on"] = clip is null ? null : ViewerTimes.Machine(clip.At),
    });
}
