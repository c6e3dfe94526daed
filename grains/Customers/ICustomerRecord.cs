using Mihari.Customers;

namespace Mihari.Grains.Customers;

/// <summary>What other grains ask of a customer; key: its id.</summary>
[Alias("Mihari.ICustomerRecord")]
internal interface ICustomerRecord : IGrainWithStringKey
{
    /// <summary>Whether Support registered it.</summary>
    [Alias("IsRegistered"), Orleans.Concurrency.AlwaysInterleave]
    Task<bool> IsRegistered();

    /// <summary>Its name; empty where it is not registered.</summary>
    [Alias("GetName"), Orleans.Concurrency.AlwaysInterleave]
    Task<string> GetName();

    /// <summary>What it has booked.</summary>
    [Alias("GetPlan"), Orleans.Concurrency.AlwaysInterleave]
    Task<ServicePlan> GetPlan();
}
