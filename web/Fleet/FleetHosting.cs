using Mihari.Silo.Hosting;

namespace Mihari.Web.Fleet;

/// <summary>The view of all cameras of a customer: its index and its file.</summary>
internal static class FleetHosting
{
    public static WebApplicationBuilder AddFleet(this WebApplicationBuilder builder)
    {
        builder.Services.AddCheckedOptions<FleetOptions>(FleetOptions.Section);
        builder.Services.AddSingleton<FleetInstruments>();
        builder.Services.AddSingleton<IFleets, Fleets>();
        return builder;
    }
}
