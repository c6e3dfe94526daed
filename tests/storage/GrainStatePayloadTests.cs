using System.Collections.Immutable;
using System.Text;
using Mihari.Identifiers;
using Mihari.Storage.GrainState;
using Mihari.Tests.Storage.Conformance;

namespace Mihari.Tests.Storage;

/// <summary>The payload is a format on disk: it must be readable by the version before and the one after.</summary>
public sealed class GrainStatePayloadTests
{
    private readonly JsonGrainStateSerializer _serializer = new();

    [Fact]
    public void Serialize_State_IsPlainJsonWithoutTypeNames()
    {
        var device = DeviceId.Parse("0011223344AA");
        var sensor = new Sensor(new SensorId(device, "動き"), DateTimeOffset.UnixEpoch, true);

        var payload = Encoding.UTF8.GetString(_serializer.Serialize(new Holder(device, [sensor], ImmutableDictionary<DeviceId, int>.Empty.Add(device, 1))));

        Assert.Equal("""{"device":"0011223344AA","sensors":[{"id":{"device":"0011223344AA","name":"動き"},"last":"1970-01-01T00:00:00+00:00","open":true}],"counts":{"0011223344AA":1}}""", payload);
    }

    [Fact]
    public void Deserialize_PositionalRecordWithoutSomeFields_TakesDefaults()
    {
        var holder = _serializer.Deserialize<Holder>(BinaryData.FromString("""{"unknown":{"$type":"Evil, Evil"}}"""));

        Assert.Equal(default, holder!.Device);
        Assert.True(holder.Sensors.IsDefault);
        Assert.Null(holder.Counts);
    }

    [Fact]
    public void Serialize_Null_ComesBackAsNull() => Assert.Null(_serializer.Deserialize<string>(_serializer.Serialize<string>(null)));

    private sealed record Holder(DeviceId Device, ImmutableArray<Sensor> Sensors, ImmutableDictionary<DeviceId, int> Counts);
}
