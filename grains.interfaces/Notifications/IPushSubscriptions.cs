using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Mihari.Accounts;
using Orleans.Concurrency;

namespace Mihari.Notifications;

/// <summary>
/// The browsers and phones that are told what happens (manual, chapter 3: モバイルアプリへの通知); key: the customer's id. Each belongs to
/// an account, and goes with it.
/// </summary>
[Alias("Mihari.IPushSubscriptions")]
public interface IPushSubscriptions : IGrainWithStringKey
{
    /// <summary>So many an account may have.</summary>
    const int MostOfAccount = 10;

    /// <summary>The id of a browser, by the endpoint that its push service gave it.</summary>
    static string IdOf(string endpoint) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(endpoint)).AsSpan(0, 16));

    /// <summary>The key with which browsers subscribe, in base64url.</summary>
    [Alias("GetKey"), AlwaysInterleave]
    Task<string> GetKey(Caller by);

    /// <summary>Those of the caller's own account.</summary>
    [Alias("GetOwn"), AlwaysInterleave]
    Task<ImmutableArray<PushDevice>> GetOwn(Caller by);

    /// <summary>Tells this browser from now on. The same endpoint again takes its place.</summary>
    /// <param name="by">Whose it is.</param>
    /// <param name="subscription">As the browser gave it.</param>
    /// <param name="name">What the browser is called, for its owner: 1 to 64 characters.</param>
    /// <param name="language"><c>ja</c> or <c>en</c>.</param>
    /// <exception cref="Refusals.InvalidInputException">The endpoint is no https address, a key has the wrong length, or the name breaks its rule.</exception>
    /// <exception cref="Refusals.ConflictException">The account has ten already.</exception>
    [Alias("Add")]
    Task<PushDevice> Add(Caller by, PushSubscription subscription, string name, string language);

    /// <summary>Tells one of the caller's own browsers no more. One that is not there changes nothing.</summary>
    [Alias("Remove")]
    Task Remove(Caller by, string id);
}

/// <summary>A browser that is told.</summary>
/// <param name="Id">hash(endpoint); 32 lower-case hex digits.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Since">Since when it is told.</param>
[GenerateSerializer, Immutable, Alias("Mihari.PushDevice")]
public sealed record PushDevice(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset Since);
