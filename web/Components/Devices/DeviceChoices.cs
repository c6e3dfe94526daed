using System.Collections.Immutable;
using System.Globalization;
using Mihari.Cameras;
using Mihari.Identifiers;
using Mihari.Rooms;
using Mihari.Sensors;
using Mihari.Web.Components.Buildings;

namespace Mihari.Web.Components.Devices;

/// <summary>How the names that are suggested are worded.</summary>
/// <param name="Camera">Of a camera in a room: <c>{0}カメラ</c>.</param>
/// <param name="Hub">Of a hub in a room.</param>
/// <param name="Motion">Of a motion sensor, from its device's name: <c>{0}(モーション)</c>.</param>
/// <param name="Contact">Of a contact, from its device's name.</param>
public sealed record NameSuggestions(string Camera, string Hub, string Motion, string Contact)
{
    /// <summary>A device's name that none of the others has.</summary>
    public string ForDevice(DeviceKind kind, string room, IReadOnlyCollection<string> taken)
    {
        var pattern = kind == DeviceKind.Hub ? Hub : Camera;
        for (var number = 1; ; number++)
        {
            var name = Word(pattern, room, number == 1 ? "" : number.ToString(CultureInfo.InvariantCulture));
            if (!taken.Contains(name, StringComparer.Ordinal))
                return name;
        }
    }

    /// <summary>A sensor's name; those of a kind are numbered from the second on.</summary>
    public string ForSensor(SensorKind kind, string device, int number) =>
        Word(kind == SensorKind.Contact ? Contact : Motion, device, number == 1 ? "" : number.ToString(CultureInfo.InvariantCulture));

    private static string Word(string pattern, string text, string number) =>
        NameRule.Device.Fit(text, pattern.Replace("{0}", "", StringComparison.Ordinal) + number);
}

/// <summary>A sensor that is offered with its device.</summary>
public sealed class SensorChoice(DeviceSensor sensor)
{
    public string Sensor { get; } = sensor.Name;

    public SensorKind Kind { get; } = sensor.Kind;

    public bool IsTicked { get; set; }

    /// <summary>Typed, or else suggested.</summary>
    public string Name { get; set; } = "";

    /// <summary>A name that was typed follows the device's no more.</summary>
    public bool IsNamed { get; set; }
}

/// <summary>A device that is offered.</summary>
public sealed class DeviceChoice(DeviceOffer offer)
{
    public DeviceOffer Offer { get; private set; } = offer;

    public DeviceId Device => Offer.Device;

    public bool IsTicked { get; set; }

    public string Name { get; set; } = "";

    public bool IsNamed { get; set; }

    public ImmutableArray<SensorChoice> Sensors { get; private set; } = [.. offer.Sensors.Select(sensor => new SensorChoice(sensor))];

    /// <summary>The built-in motion sensor is what makes a camera record (manual 1.4); a camera without it is told so.</summary>
    public bool LacksMotion => IsTicked && Offer.Kind == DeviceKind.Camera
        && Sensors.Any(s => s.Kind == SensorKind.Motion) && !Sensors.Any(s => s.Kind == SensorKind.Motion && s.IsTicked);

    public bool IsValid => NameRule.Device.Allows(Name) && Sensors.All(s => !s.IsTicked || NameRule.Device.Allows(s.Name));

    public NewDevice ToDevice() =>
        new(Device, Name.Trim(), [.. Sensors.Where(s => s.IsTicked).Select(s => new NewSensor(s.Sensor, s.Kind, s.Name.Trim()))]);

    /// <summary>The offer as it is now; what was ticked and typed stays.</summary>
    public void Renew(DeviceOffer now)
    {
        Offer = now;
        Sensors = [.. now.Sensors.Select(sensor => Sensors.FirstOrDefault(s => s.Sensor == sensor.Name && s.Kind == sensor.Kind) ?? new SensorChoice(sensor) { IsTicked = IsTicked })];
    }
}

/// <summary>The devices that are offered for a room, with what was ticked and typed.</summary>
public sealed class DeviceChoices(string room, NameSuggestions suggestions)
{
    private ImmutableArray<string> _taken = [];

    public ImmutableArray<DeviceChoice> All { get; private set; } = [];

    public IEnumerable<DeviceChoice> Ticked => All.Where(choice => choice.IsTicked);

    public bool IsComplete => Ticked.Any() && Ticked.All(choice => choice.IsValid);

    /// <summary>Takes over what is offered now; what was ticked and typed of it stays.</summary>
    public void Offer(ImmutableArray<DeviceOffer> offers, IEnumerable<string> taken)
    {
        _taken = [.. taken];
        var known = All.ToDictionary(choice => choice.Device);
        All = [.. offers.Select(offer => Take(known, offer))];
        foreach (var choice in Ticked)
            Suggest(choice);
    }

    /// <summary>Ticks a device, and with it what it carries; or takes both away.</summary>
    public void Tick(DeviceChoice choice, bool on)
    {
        choice.IsTicked = on;
        foreach (var sensor in choice.Sensors)
            sensor.IsTicked = on;

        Suggest(choice);
    }

    public void Rename(DeviceChoice choice, string name)
    {
        (choice.Name, choice.IsNamed) = (name, true);
        Suggest(choice);
    }

    public static void Rename(SensorChoice sensor, string name) => (sensor.Name, sensor.IsNamed) = (name, true);

    private static DeviceChoice Take(Dictionary<DeviceId, DeviceChoice> known, DeviceOffer offer)
    {
        if (!known.TryGetValue(offer.Device, out var choice))
            return new DeviceChoice(offer);

        choice.Renew(offer);
        return choice;
    }

    private void Suggest(DeviceChoice choice)
    {
        if (!choice.IsTicked)
            return;

        if (!choice.IsNamed)
            choice.Name = suggestions.ForDevice(choice.Offer.Kind, room, [.. _taken, .. Ticked.Where(other => other != choice).Select(other => other.Name)]);

        var numbers = new Dictionary<SensorKind, int>();
        foreach (var sensor in choice.Sensors)
        {
            var number = numbers[sensor.Kind] = numbers.GetValueOrDefault(sensor.Kind) + 1;
            if (!sensor.IsNamed)
                sensor.Name = suggestions.ForSensor(sensor.Kind, choice.Name.Trim(), number);
        }
    }
}
