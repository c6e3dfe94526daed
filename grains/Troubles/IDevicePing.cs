using Mihari.Accounts;
using Mihari.Troubles;
using Orleans.Concurrency;

namespace Mihari.Grains.Troubles;

/// <summary>Asks one device how it is; key: the device id.</summary>
[Alias("Mihari.IDevicePing")]
internal interface IDevicePing : IGrainWithStringKey
{
    /// <summary>Completes with its answer, or after <see cref="ITroubleRefresh.Patience"/>; who asks while it is asked waits for the same answer.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such device, or it is not the caller's.</exception>
    [Alias("Ask"), AlwaysInterleave]
    Task<DeviceAnswer> Ask(Caller by);
}
