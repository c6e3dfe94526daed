using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Identifiers;

namespace Mihari.Customers;

/// <summary>A customer as Support sees it; key: its id. Support only.</summary>
[Alias("Mihari.ICustomerDesk")]
public interface ICustomerDesk : IGrainWithStringKey
{
    /// <summary>The customer's name and contract numbers, in the order they were registered.</summary>
    [Alias("GetDetail"), Orleans.Concurrency.AlwaysInterleave]
    Task<CustomerDetail> GetDetail(Caller by);

    /// <summary>Renames the customer.</summary>
    /// <exception cref="Refusals.ConflictException">The name is not <paramref name="was"/> any more.</exception>
    [Alias("Rename")]
    Task Rename(Caller by, string was, string name);

    /// <summary>Changes what the customer has booked.</summary>
    /// <exception cref="Refusals.ConflictException">The plan is not <paramref name="was"/> any more.</exception>
    /// <exception cref="Refusals.InvalidInputException">There is no such plan.</exception>
    [Alias("ChangePlan")]
    Task ChangePlan(Caller by, ServicePlan was, ServicePlan plan);

    /// <summary>What managers deleted and can still be restored, newest first.</summary>
    [Alias("GetRemoved"), Orleans.Concurrency.AlwaysInterleave]
    Task<ImmutableArray<RemovedThing>> GetRemoved(Caller by);

    /// <summary>Restores it with what was deleted with it: names, rooms, devices, history.</summary>
    /// <exception cref="Refusals.UnknownIdException">There is no such thing, or its 30 days are over.</exception>
    /// <exception cref="Refusals.ConflictException">Its contract or device has a new room meanwhile, or what it stood in is deleted itself.</exception>
    [Alias("Restore"), Orleans.Concurrency.AlwaysInterleave]
    Task Restore(Caller by, RemovedKind kind, string id);
}

/// <summary>A customer in full.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.CustomerDetail")]
public sealed record CustomerDetail(
    [property: Id(0)] CustomerId Customer,
    [property: Id(1)] string Name,
    [property: Id(2)] ImmutableArray<ContractNumber> Contracts,
    [property: Id(3)] ServicePlan Plan = ServicePlan.Cloud);

/// <summary>What can be deleted by managers and restored by Support.</summary>
public enum RemovedKind
{
    /// <summary>A building with its rooms.</summary>
    Building = 1,

    /// <summary>A room with its devices.</summary>
    Room = 2,

    /// <summary>A device with its sensors.</summary>
    Device = 3,
}

/// <summary>Something that was deleted.</summary>
/// <param name="Kind">What.</param>
/// <param name="Id">Its id: of the building or the room, or the device's MAC address.</param>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it stood: the building's name, or building and room.</param>
/// <param name="At">When it was deleted.</param>
/// <param name="By">The name of who did.</param>
/// <param name="Until">Until when it can be restored.</param>
[GenerateSerializer, Immutable, Alias("Mihari.RemovedThing")]
public sealed record RemovedThing(
    [property: Id(0)] RemovedKind Kind,
    [property: Id(1)] string Id,
    [property: Id(2)] string Name,
    [property: Id(3)] string Place,
    [property: Id(4)] DateTimeOffset At,
    [property: Id(5)] string By,
    [property: Id(6)] DateTimeOffset Until);
