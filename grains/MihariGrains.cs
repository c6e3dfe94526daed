using Mihari.Grains.Accounts;
using Mihari.Grains.Buildings;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Contracts;
using Mihari.Grains.Gateways;
using Mihari.Grains.Projections;
using Mihari.Grains.Streams;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;

namespace Mihari.Grains;

/// <summary>What a silo needs to run the grains.</summary>
public static class MihariGrains
{
    /// <summary>
    /// Registers options, placement and what grains are given. The host adds storage, <see cref="IDeviceConnections"/>
    /// and <see cref="Mihari.Media.IUploadAddress"/>.
    /// </summary>
    public static ISiloBuilder AddMihariGrains(this ISiloBuilder silo)
    {
        var services = silo.Services;
        services.AddOptions<CaptureOptions>().BindConfiguration(CaptureOptions.Section).ValidateOnStart();
        services.AddOptions<PresenceOptions>().BindConfiguration(PresenceOptions.Section).ValidateOnStart();
        services.AddOptions<PasswordOptions>().BindConfiguration(PasswordOptions.Section).ValidateOnStart();
        services.AddSingleton<Passwords>();
        services.AddMetrics();
        services.AddSingleton<CaptureInstruments>();
        services.AddSingleton<ProjectionInstruments>();
        services.AddSingleton<StreamInstruments>();
        services.AddSingleton<ContractRoll>();
        services.AddSingleton<RoomReadings>();
        services.TryAddSingleton<IGatewayLiveness, SiloGatewayLiveness>();
        services.AddPlacementDirector<GatewayPlacementStrategy, GatewayPlacementDirector>();
        return silo;
    }
}
