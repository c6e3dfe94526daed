using System.Collections.Immutable;
using Mihari.Accounts;
using Mihari.Contracts;
using Mihari.Identifiers;

namespace Mihari.Support;

/// <summary>The provider's desk (サポート窓口): its customers and its own staff; one, key <see cref="Key"/>. Support only.</summary>
[Alias("Mihari.ISupportDesk")]
public interface ISupportDesk : IGrainWithStringKey
{
    /// <summary>The key of the one desk.</summary>
    const string Key = "desk";

    /// <summary>Registers a customer with its administrator. All of it or nothing; repeating it with the same ids issues a new password.</summary>
    /// <exception cref="Refusals.InvalidInputException">A value breaks a rule.</exception>
    /// <exception cref="Refusals.ConflictException">The address is another account's, or the customer's id is taken by another name.</exception>
    [Alias("RegisterCustomer")]
    Task<IssuedPassword> RegisterCustomer(Caller by, NewCustomer customer);

    /// <summary>Customers whose name or id contains the text, by name.</summary>
    /// <param name="by">Support.</param>
    /// <param name="search">At most 64 characters; null or empty: all.</param>
    /// <param name="skip">0 and up.</param>
    /// <param name="take">1 to 200.</param>
    [Alias("FindCustomers"), Orleans.Concurrency.AlwaysInterleave]
    Task<CustomerPage> FindCustomers(Caller by, string? search, int skip, int take);

    /// <summary>What is registered under the numbers, and under which contracts the devices are; at most 1,000 of each.</summary>
    /// <exception cref="Refusals.InvalidInputException">There are more.</exception>
    [Alias("FindRegistrations"), Orleans.Concurrency.AlwaysInterleave]
    Task<Registrations> FindRegistrations(Caller by, ImmutableArray<ContractNumber> contracts, ImmutableArray<DeviceId> devices);

    /// <summary>The accounts of the provider's own staff.</summary>
    [Alias("GetStaff"), Orleans.Concurrency.AlwaysInterleave]
    Task<ImmutableArray<AccountSummary>> GetStaff(Caller by);

    /// <summary>Makes an account for one of the staff; repeating it with the same id issues a new password.</summary>
    [Alias("AddStaff")]
    Task<IssuedPassword> AddStaff(Caller by, AccountId account, string name, string email);

    /// <summary>Makes the first account of the staff, for whichever server asks first; null where there is one already.</summary>
    [Alias("AddFirstStaff")]
    Task<IssuedPassword?> AddFirstStaff(Caller by, AccountId account, string name, string email);

    /// <summary>Deletes an account of the staff and ends its sessions.</summary>
    /// <exception cref="Refusals.ConflictException">It is the caller's own, or the last one.</exception>
    [Alias("DeleteStaff")]
    Task DeleteStaff(Caller by, AccountId account);
}

/// <summary>A customer to be registered.</summary>
/// <param name="Customer">Its id, made by the caller: 1 to 40 letters, digits and hyphens.</param>
/// <param name="Name">1 to 64 characters.</param>
/// <param name="Administrator">The id of its administrator's account, made by the caller.</param>
/// <param name="AdministratorName">1 to 64 characters.</param>
/// <param name="AdministratorEmail">The address that the administrator signs in with.</param>
[GenerateSerializer, Immutable, Alias("Mihari.NewCustomer")]
public sealed record NewCustomer(
    [property: Id(0)] CustomerId Customer,
    [property: Id(1)] string Name,
    [property: Id(2)] AccountId Administrator,
    [property: Id(3)] string AdministratorName,
    [property: Id(4)] string AdministratorEmail);

/// <summary>Some of the customers.</summary>
/// <param name="Total">How many match in all.</param>
/// <param name="Customers">Those of the page.</param>
[GenerateSerializer, Immutable, Alias("Mihari.CustomerPage")]
public sealed record CustomerPage(
    [property: Id(0)] int Total,
    [property: Id(1)] ImmutableArray<CustomerEntry> Customers);

/// <summary>A customer in the list.</summary>
[GenerateSerializer, Immutable, Alias("Mihari.CustomerEntry")]
public sealed record CustomerEntry(
    [property: Id(0)] CustomerId Customer,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset Registered);
