using System.Text;
using Mihari.Silo.Gateway;

namespace Mihari.Tests.Silo.Gateway;

public sealed class MessageRulesTests
{
    private const string Sha = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string Hello = "\"protocol\":1,\"model\":\"m\",\"firmware\":\"f\",\"boot\":\"b\",\"clock\":\"2026-11-22T03:04:05.000Z\"";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"sensor":"motion","kind":"motion","at":"2026-11-22T03:04:05Z"}""")]
    [InlineData("""{"id":"","sensor":"motion","kind":"motion","at":"2026-11-22T03:04:05Z"}""")]
    [InlineData("""{"id":"a b","sensor":"motion","kind":"motion","at":"2026-11-22T03:04:05Z"}""")]
    [InlineData("""{"id":"01234567890123456789012345678901234567890123456789012345678901234","sensor":"motion","kind":"motion","at":"2026-11-22T03:04:05Z"}""")]
    [InlineData("""{"id":"e","sensor":"../x","kind":"motion","at":"2026-11-22T03:04:05Z"}""")]
    [InlineData("""{"id":"e","sensor":"123456789012345678901234567890123","kind":"motion","at":"2026-11-22T03:04:05Z"}""")]
    [InlineData("""{"id":"e","sensor":"motion","kind":"smoke","at":"2026-11-22T03:04:05Z"}""")]
    [InlineData("""{"id":"e","sensor":"motion","kind":0,"at":"2026-11-22T03:04:05Z"}""")]
    [InlineData("""{"id":"e","sensor":"motion","kind":"motion","at":"yesterday"}""")]
    [InlineData("""{"id":"e","sensor":"motion","kind":"motion","at":"0001-01-01T00:00:00Z"}""")]
    [InlineData("""{"id":"e","sensor":"motion","kind":"motion","at":"9999-12-31T23:59:59Z"}""")]
    [InlineData("""{"id":"e","sensor":"motion","kind":"motion","at":"0001-01-01T00:00:00+14:00"}""")]
    [InlineData("""{"id":"e","sensor":"motion","kind":"motion","at":"2026-11-22T03:04:05Z","confidence":1.5}""")]
    [InlineData("""{"id":"e","sensor":"motion","kind":"motion","at":"2026-11-22T03:04:05Z","confidence":-0.1}""")]
    [InlineData("""{"id":null,"sensor":"motion","kind":"motion","at":"2026-11-22T03:04:05Z"}""")]
    [InlineData("""{"id":"\ud800","sensor":"motion","kind":"motion","at":"2026-11-22T03:04:05Z"}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("")]
    [InlineData("{")]
    public void Event_BreaksARule_IsMalformed(string payload) =>
        Assert.Throws<MalformedException>(() => MessageRules.Event(Encoding.UTF8.GetBytes(payload), default, Now));

    [Theory]
    [InlineData("\"durationMs\":0,\"bytes\":1,\"sha256\":\"" + Sha + "\"")]
    [InlineData("\"durationMs\":-1,\"bytes\":1,\"sha256\":\"" + Sha + "\"")]
    [InlineData("\"durationMs\":120001,\"bytes\":1,\"sha256\":\"" + Sha + "\"")]
    [InlineData("\"durationMs\":60000,\"bytes\":-1,\"sha256\":\"" + Sha + "\"")]
    [InlineData("\"durationMs\":60000,\"bytes\":1,\"sha256\":\"AA\"")]
    [InlineData("\"durationMs\":60000,\"bytes\":1,\"sha256\":\"" + Sha + "\",\"motion\":[[1]]")]
    [InlineData("\"durationMs\":60000,\"bytes\":1,\"sha256\":\"" + Sha + "\",\"motion\":[null]")]
    [InlineData("\"durationMs\":60000,\"bytes\":1,\"sha256\":\"" + Sha + "\",\"motion\":null")]
    [InlineData("\"durationMs\":60000,\"bytes\":1,\"sha256\":\"" + Sha + "\",\"motion\":[[-1,2]]")]
    [InlineData("\"durationMs\":60000,\"bytes\":1,\"sha256\":\"" + Sha + "\",\"motion\":[[5,2]]")]
    [InlineData("\"durationMs\":60000,\"bytes\":1,\"sha256\":\"" + Sha + "\",\"motion\":[[5,60001]]")]
    [InlineData("\"durationMs\":60000,\"bytes\":1,\"sha256\":\"" + Sha + "\",\"motion\":[[5,9],[8,12]]")]
    public void Segment_BreaksARule_IsMalformed(string fields) =>
        Assert.Throws<MalformedException>(() => MessageRules.Segment(Encoding.UTF8.GetBytes($$"""{"start":"2026-11-22T03:04:00Z",{{fields}}}"""), default, Now));

    [Theory]
    [InlineData("{\"protocol\":2,\"model\":\"m\",\"firmware\":\"f\",\"boot\":\"b\",\"clock\":\"2026-11-22T03:04:05.000Z\"}")]
    [InlineData("{" + Hello + ",\"kind\":\"toaster\"}")]
    [InlineData("{" + Hello + ",\"sensors\":[null]}")]
    [InlineData("{" + Hello + ",\"sensors\":[{\"id\":\"a\",\"kind\":\"motion\"},{\"id\":\"a\",\"kind\":\"motion\"}]}")]
    [InlineData("{" + Hello + ",\"sensors\":[{\"id\":\"a/b\",\"kind\":\"motion\"}]}")]
    [InlineData("{" + Hello + ",\"sd\":{\"state\":\"ok\",\"capacityBytes\":-1}}")]
    [InlineData("{" + Hello + ",\"sd\":{\"state\":\"ok\",\"lifePercent\":101}}")]
    [InlineData("{" + Hello + ",\"sd\":{\"state\":\"ok\",\"oldest\":\"2999-01-01T00:00:00Z\"}}")]
    [InlineData("{" + Hello + ",\"sd\":{\"state\":\"melted\"}}")]
    [InlineData("{" + Hello + ",\"model\":\"0123456789012345678901234567890123456789012345678901234567890123456789\"}")]
    [InlineData("{" + Hello + ",\"model\":\"a\\nb\"}")]
    public void Hello_BreaksARule_IsMalformed(string payload) =>
        Assert.Throws<MalformedException>(() => MessageRules.Hello(Encoding.UTF8.GetBytes(payload), 1, Now));

    [Theory]
    [InlineData("""{"command":"c","ok":false}""")]
    [InlineData("""{"command":"","ok":true}""")]
    [InlineData("""{"ok":true}""")]
    [InlineData("""{"command":"c","ok":"yes"}""")]
    public void Reply_BreaksARule_IsMalformed(string payload) =>
        Assert.Throws<MalformedException>(() => MessageRules.Reply(Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Reply_WithWhatOnlyANewerDeviceKnows_IsTakenAsInternal()
    {
        var answer = MessageRules.Reply(Encoding.UTF8.GetBytes($$"""{"command":"c","ok":false,"error":{"code":"meltdown","message":"{{new string('x', 300)}}"} ,"result":{"a":1} }"""));

        Assert.Equal(("internal", 256), (answer.ErrorCode, answer.ErrorMessage!.Length));
        Assert.Equal("""{"a":1}""", Encoding.UTF8.GetString([.. answer.Result]));
    }

    [Fact]
    public void Event_DeviceClockWasSetAfterItsHello_IsTakenAsOfNow()
    {
        // At hello it said 1970; the event comes with the right time, which the old skew would put into 2083.
        var skew = Skew(Now - DateTimeOffset.UnixEpoch);

        var (_, fired) = MessageRules.Event("""{"id":"e","sensor":"motion","kind":"motion","at":"2026-11-22T03:04:05Z"}"""u8, skew, Now.AddMilliseconds(40));

        Assert.Equal(TimeSpan.FromMilliseconds(40), fired.ClockSkew);
    }

    [Theory]
    [InlineData("{", "$: not JSON")]
    [InlineData("[]", "$: not a whole SensorFired, a required field is missing")]
    [InlineData("""{"sensor":"motion","kind":"motion","at":"2026-11-22T03:04:05Z"}""", "$: not a whole SensorFired, a required field is missing")]
    [InlineData("""{"id":"e","sensor":"motion","kind":"smoke","at":"2026-11-22T03:04:05Z"}""", "$.kind: not a value that SensorFired allows")]
    public void Event_Malformed_SaysWhat(string payload, string problem)
    {
        var malformed = Assert.Throws<MalformedException>(() => MessageRules.Event(Encoding.UTF8.GetBytes(payload), default, Now));
        Assert.Equal(problem, malformed.Message);
    }

    [Fact]
    public void Read_RandomBytesAndMutations_AreMalformedOrTakenButNeverAnythingElse()
    {
        var random = new Random(7);
        var seeds = new[]
        {
            "{" + Hello + ",\"sensors\":[{\"id\":\"a\",\"kind\":\"contact\",\"state\":\"open\"}],\"sd\":{\"state\":\"ok\",\"capacityBytes\":1,\"oldest\":\"2026-11-12T03:04:00.000Z\"}}",
            """{"id":"e","sensor":"motion","kind":"motion","at":"2026-11-22T03:04:05Z","confidence":0.5}""",
            "{\"start\":\"2026-11-22T03:04:00Z\",\"durationMs\":60000,\"bytes\":1,\"sha256\":\"" + Sha + "\",\"motion\":[[1,2]]}",
            """{"command":"c","ok":false,"error":{"code":"busy","message":"x"},"result":{"a":[1,2,{"b":null}]}}""",
        };
        for (var round = 0; round < 20_000; round++)
        {
            var payload = Encoding.UTF8.GetBytes(seeds[round % seeds.Length]);
            for (var change = random.Next(1, 5); change > 0; change--)
                payload[random.Next(payload.Length)] = (byte)random.Next(256);
            Try(() => MessageRules.Hello(payload, 1, Now));
            Try(() => MessageRules.Status(payload, 1));
            Try(() => MessageRules.Event(payload, Skew(TimeSpan.FromDays(20_000)), Now));
            Try(() => MessageRules.Segment(payload, Skew(TimeSpan.FromDays(-20_000)), Now));
            Try(() => MessageRules.Reply(payload));
        }

        static void Try(Action read)
        {
            try
            {
                read();
            }
            catch (MalformedException)
            {
                // What it is for.
            }
        }
    }

    private static SkewGuess Skew(TimeSpan skew) => new(skew, skew);
}
