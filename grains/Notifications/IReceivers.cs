using System.Collections.Immutable;
using Mihari.Notifications;
using Orleans.Concurrency;

namespace Mihari.Grains.Notifications;

/// <summary>Who is told besides by mail, as the outboxes ask; key: the customer's id.</summary>
[Alias("Mihari.IReceivers")]
internal interface IReceivers : IGrainWithStringKey
{
    /// <summary>All of them.</summary>
    [Alias("GetAll"), AlwaysInterleave]
    Task<ImmutableArray<Addressee>> GetAll();

    /// <summary>A browser; null: it is not to be told any more.</summary>
    [Alias("FindDevice"), AlwaysInterleave]
    Task<PushReceiver?> FindDevice(string id);

    /// <summary>A system; null: it is not to be called any more.</summary>
    [Alias("FindHook"), AlwaysInterleave]
    Task<HookReceiver?> FindHook(string id);

    /// <summary>A browser is gone.</summary>
    [Alias("Forget")]
    Task Forget(string device);

    /// <summary>A call succeeded (null), or not.</summary>
    [Alias("Called")]
    Task Called(string hook, string? problem);
}

/// <summary>The server's keys for push services; key: <see cref="Key"/>.</summary>
[Alias("Mihari.IPushKeyring")]
internal interface IPushKeyring : IGrainWithStringKey
{
    const string Key = "push";

    /// <summary>The keys; made at the first call, and the same ever after.</summary>
    [Alias("Get")]
    Task<PushKeys> Get();
}
