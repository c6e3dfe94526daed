namespace Mihari.Customers;

/// <summary>What a customer has booked.</summary>
public enum ServicePlan
{
    /// <summary>With the cloud option (manual 2.1, クラウドオプションプラン): event recordings are kept and listed for 30 days.</summary>
    Cloud = 0,

    /// <summary>Without it: no list of event recordings; each is kept for a day, for the mails that carry it.</summary>
    Basic = 1,
}
