using Mihari.Accounts;
using Mihari.Media;
using Orleans.Concurrency;

namespace Mihari.Stills;

/// <summary>
/// The newest picture of a camera, for walls of them; key: the device id. It is taken when somebody asks, and for all who ask within
/// <see cref="Fresh"/> once; what was taken is known in memory only.
/// </summary>
[Alias("Mihari.IStillGrain")]
public interface IStillGrain : IGrainWithStringKey
{
    /// <summary>How long a picture is new enough: a little less than the minute after which a wall asks again.</summary>
    static readonly TimeSpan Fresh = TimeSpan.FromSeconds(50);

    /// <summary>How long the camera is waited for.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// A picture that is <see cref="Fresh"/>, the last one where the camera sends none within <see cref="Patience"/>, or null where there
    /// is none at all. The viewing is in the audit trail when the task completes, once an hour.
    /// </summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such camera, or it is not the caller's.</exception>
    /// <exception cref="Refusals.NotPermittedException">The role does not allow it.</exception>
    [Alias("Get"), AlwaysInterleave]
    Task<Still?> Get(Caller by);
}

/// <summary>A picture of a camera.</summary>
/// <param name="Address">Where its bytes lie.</param>
/// <param name="At">When it came.</param>
[GenerateSerializer, Immutable, Alias("Mihari.Still")]
public sealed record Still(
    [property: Id(0)] MediaAddress Address,
    [property: Id(1)] DateTimeOffset At);
