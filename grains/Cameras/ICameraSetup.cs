using Mihari.Cameras;
using Mihari.Identifiers;

namespace Mihari.Grains.Cameras;

/// <summary>How contracts and rooms take a camera in; key: the device id.</summary>
[Alias("Mihari.ICameraSetup")]
internal interface ICameraSetup : IGrainWithStringKey
{
    /// <summary>The device was shipped with this contract; false where it belongs to another.</summary>
    [Alias("Register")]
    Task<bool> Register(ContractNumber contract);

    /// <summary>The contract that the device was shipped with; null: none yet.</summary>
    [Alias("FindContract"), Orleans.Concurrency.AlwaysInterleave]
    Task<ContractNumber?> FindContract();

    /// <summary>Takes back <see cref="Register"/> of a device that stands nowhere; nothing changes where it is another contract's.</summary>
    [Alias("Release")]
    Task Release(ContractNumber contract);

    /// <summary>Puts the camera into a room under a name; false where it stands in another.</summary>
    [Alias("Place")]
    Task<bool> Place(CameraPlace place, string name);
}

/// <summary>What keeps a camera's facts true when no message comes; key: the device id.</summary>
[Alias("Mihari.ICameraUpkeep")]
public interface ICameraUpkeep : IGrainWithStringKey
{
    /// <summary>What the camera would report just now.</summary>
    [Alias("GetStatus"), Orleans.Concurrency.AlwaysInterleave]
    Task<CameraStatus> GetStatus();

    /// <summary>Looks whether the gateway of its connection still lives, and does what time asks for.</summary>
    [Alias("CheckPresence")]
    Task CheckPresence();
}
