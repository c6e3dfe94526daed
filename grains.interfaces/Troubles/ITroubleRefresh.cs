using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;
using Orleans.Concurrency;

namespace Mihari.Troubles;

/// <summary>
/// トラブル情報更新 (manual, chapter 5): every device of a building is asked how it is; key: the building's id. What a device says changes its state as a
/// hello does. An inquiry is known in memory only: what is lost with a silo is begun anew.
/// </summary>
[Alias("Mihari.ITroubleRefresh")]
public interface ITroubleRefresh : IGrainWithStringKey
{
    /// <summary>How long each device is waited for.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>How long an inquiry counts as the newest there can be.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Asks all of them at the same time, and doesn't wait for what they say. Who asks while an inquiry is on its way, or is <see cref="Fresh"/>, joins it.
    /// </summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such building, or it is not the caller's.</exception>
    [Alias("Begin"), AlwaysInterleave]
    Task<TroubleInquiry> Begin(Caller by);

    /// <summary>How the newest inquiry stands; null: there was none.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such building, or it is not the caller's.</exception>
    [Alias("Get"), AlwaysInterleave]
    Task<TroubleInquiry?> Get(Caller by);
}

/// <summary>How an inquiry stands.</summary>
/// <param name="At">When it began.</param>
/// <param name="Devices">All devices of the building, cameras and hubs.</param>
[GenerateSerializer, Immutable, Alias("Mihari.TroubleInquiry")]
public sealed record TroubleInquiry(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] ImmutableArray<AskedDevice> Devices)
{
    /// <summary>Whether nothing more is to come.</summary>
    public bool IsOver => !Devices.Any(device => device.Answer == DeviceAnswer.Awaited);
}

/// <summary>What came of a device that was asked.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.AskedDevice")]
public sealed record AskedDevice(
    [property: Id(0)] DeviceId Device,
    [property: Id(1)] string Name,
    [property: Id(2)] string Room,
    [property: Id(3)] DeviceAnswer Answer);

/// <summary>What came of asking a device.</summary>
public enum DeviceAnswer
{
    /// <summary>It is still waited for.</summary>
    Awaited = 1,

    /// <summary>It said how it is.</summary>
    Answered = 2,

    /// <summary>It is connected, and said nothing within <see cref="ITroubleRefresh.Patience"/>.</summary>
    Silent = 3,

    /// <summary>It is not connected, so it was not asked.</summary>
    Offline = 4,

    /// <summary>It answered, but not how it is.</summary>
    Unable = 5,
}
