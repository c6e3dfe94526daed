using Mihari.Accounts;
using Mihari.Cameras;
using Orleans.Concurrency;

namespace Mihari.Grains.Cameras;

/// <summary>What streams and recordings have to know of a camera; key: the device id.</summary>
[Alias("Mihari.ICameraStreams")]
internal interface ICameraStreams : IGrainWithStringKey
{
    /// <summary>The way to the camera, for one who may do that with it.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such camera, or it is not the caller's.</exception>
    /// <exception cref="Refusals.NotPermittedException">The role does not allow it.</exception>
    [Alias("FindRoute"), AlwaysInterleave]
    Task<CameraRoute> FindRoute(Caller by, Permission permission);
}

/// <summary>The way to a camera.</summary>
/// <param name="Place">Where it stands, and whose it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Presence">Whether it is connected.</param>
/// <param name="Gateway">The gateway that holds its connection; null before the first.</param>
/// <param name="Epoch">Of that connection.</param>
/// <param name="ClockSkew">The server's clock less the device's.</param>
/// <param name="HistoryFrom">What it recorded before belongs to somebody else; null: all of it is its place's.</param>
/// <param name="Sd">Its card as last reported.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CameraRoute")]
internal sealed record CameraRoute(
    [property: Id(0)] CameraPlace Place,
    [property: Id(1)] string Name,
    [property: Id(2)] Presence Presence,
    [property: Id(3)] string? Gateway,
    [property: Id(4)] long Epoch,
    [property: Id(5)] TimeSpan ClockSkew,
    [property: Id(6)] DateTimeOffset? HistoryFrom,
    [property: Id(7)] SdCard? Sd);
