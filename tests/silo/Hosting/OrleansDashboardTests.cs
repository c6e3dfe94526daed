using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Mihari.Silo.Hosting;

namespace Mihari.Tests.Silo.Hosting;

public sealed class OrleansDashboardTests
{
    [Fact]
    public void AddOrleansDashboard_NothingAskedFor_LeavesOutTheFilterOfCallsAndTheReaderOfMeters()
    {
        var (with, without) = (Services(profile: true), Services(profile: false));

        Assert.Equal(1, Of<IIncomingGrainCallFilter>(with) - Of<IIncomingGrainCallFilter>(without));
        Assert.Equal(2, Of<ILifecycleParticipant<ISiloLifecycle>>(with) - Of<ILifecycleParticipant<ISiloLifecycle>>(without));
        Assert.Equal(3, with.Count - without.Count);
    }

    private static IServiceCollection Services(bool profile)
    {
        var host = Host.CreateApplicationBuilder();
        host.Configuration["Silo:ProfileCalls"] = profile ? "true" : "false";
        host.UseOrleans(silo => silo.AddOrleansDashboard(host.Configuration));
        return host.Services;
    }

    private static int Of<T>(IServiceCollection services) => services.Count(service => service.ServiceType == typeof(T));
}
