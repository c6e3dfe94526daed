using Mihari.Grains.Accounts;
using Mihari.Grains.Buildings;
using Mihari.Grains.Cameras;
using Mihari.Grains.Capture;
using Mihari.Grains.Contracts;
using Mihari.Grains.Gateways;
using Mihari.Grains.Notifications;
using Mihari.Grains.Projections;
using Mihari.Grains.Reports;
using Mihari.Grains.Streams;
using Mihari.Grains.Timeline;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Hosting;

namespace Mihari.Grains;

/// <summary>What a silo needs to run the grains.</summary>
public static class MihariGrains
{
    /// <summary>
    /// Registers options, placement and what grains are given. The host adds storage, <see cref="IDeviceConnections"/>,
    /// <see cref="Mihari.Media.IUploadAddress"/> and the transports of <see cref="Mihari.Notifications"/>.
    /// </summary>
    /// <param name="silo">Where they run.</param>
    /// <param name="isAlone">This silo has all grains, and no other can join it: some of what grains ask each other needn't be asked each time.</param>
    public static ISiloBuilder AddMihariGrains(this ISiloBuilder silo, bool isAlone = false)
    {
        var services = silo.Services;
        services.AddOptions<CaptureOptions>().BindConfiguration(CaptureOptions.Section).ValidateOnStart();
        services.AddOptions<PresenceOptions>().BindConfiguration(PresenceOptions.Section).ValidateOnStart();
        services.AddOptions<PasswordOptions>().BindConfiguration(PasswordOptions.Section).ValidateOnStart();
        services.AddOptions<HistoryOptions>().BindConfiguration(HistoryOptions.Section).ValidateOnStart();
        services.AddOptions<ReportOptions>().BindConfiguration(ReportOptions.Section).ValidateOnStart();
        services.AddOptions<NotificationOptions>().BindConfiguration(NotificationOptions.Section).ValidateOnStart();
        services.AddSingleton<LetterCarrier>();
        services.AddSingleton<Passwords>();
        services.AddMetrics();
        services.AddSingleton<CaptureInstruments>();
        services.AddSingleton<ProjectionInstruments>();
        services.AddSingleton<StreamInstruments>();
        services.AddSingleton(new NobodyToTell(isAlone));
        services.AddSingleton<ContractRoll>();
        services.AddSingleton<RoomReadings>();
        services.TryAddSingleton<IGatewayLiveness, SiloGatewayLiveness>();
        services.AddPlacementDirector<GatewayPlacementStrategy, GatewayPlacementDirector>();
        return silo;
    }
}
