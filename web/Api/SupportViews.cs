using System.Collections.Immutable;
using Mihari.Contracts;
using Mihari.Customers;
using Mihari.Support;

namespace Mihari.Web.Api;

/// <summary>Some of the customers.</summary>
/// <param name="Total">How many match in all.</param>
/// <param name="Customers">Those of the page, by name.</param>
public sealed record CustomerPageView(int Total, IReadOnlyList<CustomerEntryView> Customers)
{
    internal static CustomerPageView Of(CustomerPage of) =>
        new(of.Total, [.. of.Customers.Select(c => new CustomerEntryView(c.Customer.Value, c.Name, c.Registered))]);
}

/// <summary>A customer in the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Registered">When it was registered.</param>
public sealed record CustomerEntryView(string Id, string Name, DateTimeOffset Registered);

/// <summary>A customer to be registered with its administrator.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="AdministratorName">1 to 64 characters.</param>
/// <param name="AdministratorEmail">The address that the administrator signs in with.</param>
/// <param name="Id">1 to 40 letters, digits and hyphens, chosen by the caller. Made by the server where it is null.</param>
/// <param name="AdministratorId">As id. With both ids, repeating the request registers the customer once and issues a new password.</param>
public sealed record NewCustomerRequest(string Name, string AdministratorName, string AdministratorEmail, string? Id = null, string? AdministratorId = null)
{
    /// <summary>Without names and address.</summary>
    public override string ToString() => "NewCustomerRequest";
}

/// <summary>A customer that was registered.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Administrator">The administrator's account and issued password.</param>
public sealed record RegisteredCustomerView(string Id, IssuedPasswordView Administrator);

/// <summary>A customer in full.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Contracts">Its contract numbers, in the order they were registered.</param>
/// <param name="Plan">What it has booked.</param>
public sealed record CustomerView(string Id, string Name, IReadOnlyList<string> Contracts, ServicePlan Plan)
{
    internal static CustomerView Of(CustomerDetail of) => new(of.Customer.Value, of.Name, [.. of.Contracts.Select(c => c.Value)], of.Plan);
}

/// <summary>Another plan.</summary>
/// <param name="Was">What it is, as far as the sender knows.</param>
/// <param name="Plan">What it shall be.</param>
public sealed record ChangePlanRequest(ServicePlan? Was, ServicePlan? Plan);

/// <summary>What a customer's managers deleted and can still be restored.</summary>
/// <param name="Removed">Newest first.</param>
public sealed record RemovedListView(IReadOnlyList<RemovedView> Removed)
{
    internal static RemovedListView Of(ImmutableArray<RemovedThing> of) =>
        new([.. of.Select(r => new RemovedView(r.Kind, r.Id, r.Name, r.Place, r.At, r.By, r.Until))]);
}

/// <summary>Something that was deleted.</summary>
/// <param name="Kind">What.</param>
/// <param name="Id">Its id, or the device's MAC address.</param>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it stood.</param>
/// <param name="At">When it was deleted.</param>
/// <param name="By">The name of who did.</param>
/// <param name="Until">Until when it can be restored.</param>
public sealed record RemovedView(RemovedKind Kind, string Id, string Name, string Place, DateTimeOffset At, string By, DateTimeOffset Until);

/// <summary>What shall be restored, with what was deleted with it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">As it is listed.</param>
public sealed record RestoreRequest(RemovedKind? Kind, string Id);

/// <summary>An account for one of the provider's staff.</summary>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Email">The address it signs in with.</param>
/// <param name="Id">1 to 40 letters, digits and hyphens, chosen by the caller; repeating the request issues a new password. Made by the server where it is null.</param>
public sealed record NewStaffRequest(string Name, string Email, string? Id = null)
{
    /// <summary>Without name and address.</summary>
    public override string ToString() => "NewStaffRequest";
}

/// <summary>A contract to be registered, or one that gets more devices.</summary>
/// <param name="Number">Its number: 1 to 40 letters, digits and hyphens.</param>
/// <param name="Devices">The devices shipped with it; at most 500. Those that it has already keep their keys.</param>
public sealed record NewContractRequest(string Number, IReadOnlyList<ShippedDeviceRequest> Devices);

/// <summary>A device shipped with a contract.</summary>
/// <param name="Mac">Its MAC address, in any usual spelling.</param>
/// <param name="Key">Its key, 16 to 128 characters; where it is null, the server makes one.</param>
public sealed record ShippedDeviceRequest(string Mac, string? Key = null)
{
    /// <summary>Without the key.</summary>
    public override string ToString() => "ShippedDeviceRequest";
}

/// <summary>A contract as it stands, with the keys that were made for it.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="Keys">Of the devices that got one now; shown here and never again.</param>
public sealed record RegisteredContractView(ContractView Contract, IReadOnlyList<DeviceKeyView> Keys);

/// <summary>The key of a device.</summary>
/// <param name="Id">Its MAC address, 12 hex digits.</param>
/// <param name="Key">Shown here and never again.</param>
public sealed record DeviceKeyView(string Id, string Key)
{
    /// <summary>Without the key.</summary>
    public override string ToString() => "DeviceKeyView";
}

/// <summary>A contract in full.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Customer">Whose it is.</param>
/// <param name="Room">The id of the room it is bound to, once there is one.</param>
/// <param name="Building">The id of that room's building.</param>
/// <param name="RoomName">That room's name.</param>
/// <param name="Deleted">Since when it is deleted; null: it is not.</param>
/// <param name="Devices">The devices shipped with it.</param>
public sealed record ContractView(
    string Number, string Customer, string? Room, string? Building, string? RoomName, DateTimeOffset? Deleted, IReadOnlyList<ContractDeviceView> Devices)
{
    internal static ContractView Of(ContractDetail of) => new(
        of.Number.Value, of.Customer.Value, of.Room?.Value, of.Building?.Value, of.RoomName, of.Deleted,
        [.. of.Devices.Select(d => new ContractDeviceView(d.Device.Value, d.HasKey, d.KeyIssued, d.Deleted))]);
}

/// <summary>A device of a contract.</summary>
/// <param name="Id">Its MAC address, 12 hex digits.</param>
/// <param name="HasKey">Whether it has a key that is not revoked.</param>
/// <param name="KeyIssued">When; null where it is not known.</param>
/// <param name="Deleted">Since when it is deleted; null: it is not.</param>
public sealed record ContractDeviceView(string Id, bool HasKey, DateTimeOffset? KeyIssued, DateTimeOffset? Deleted);
