using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Mihari.Identifiers;
using Mihari.Protocol;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Mihari.Benchmarks.Motion;

/// <summary>
/// Virtual cameras over real sockets against a server in a process of its own: each event is published at its due time
/// whatever the answers do (so a stall is not hidden). An event that starts a clip is timed until its <c>capture</c> command
/// has arrived; the others are covered by a clip that runs, and are only acknowledged.
/// </summary>
internal static class MotionLoad
{
    public static async Task<int> Run(string[] args)
    {
        var cameras = Number(args, 0, 100);
        var rate = Number(args, 1, 100);
        var seconds = Number(args, 2, 30);
        var folder = Directory.CreateTempSubdirectory("mihari-motion-").FullName;
        using var server = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, ["motion-server", folder, cameras.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        try
        {
            string? line;
            while ((line = await server.StandardOutput.ReadLineAsync()) is not null && line != MotionServer.Ready)
                Console.WriteLine(line);

            var devices = new List<VirtualCamera>();
            for (var i = 0; i < cameras; i++)
                devices.Add(await VirtualCamera.Connect(MotionServer.Device(i)));

            await Publish(devices, rate, 5);
            var cpu = server.TotalProcessorTime;
            var latencies = await Publish(devices, rate, seconds);
            server.Refresh();
            Report(latencies, rate * seconds, (server.TotalProcessorTime - cpu) / seconds, server.WorkingSet64);
            return latencies.Count > 0 ? 0 : 1;
        }
        finally
        {
            await server.StandardInput.WriteLineAsync();
            await server.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<List<double>> Publish(List<VirtualCamera> cameras, int rate, int seconds)
    {
        var count = rate * seconds;
        var start = Stopwatch.GetTimestamp();
        var pending = new List<Task>(count);
        for (var i = 0; i < count; i++)
        {
            var due = start + (long)(i * (double)Stopwatch.Frequency / rate);
            while (Stopwatch.GetTimestamp() is var now && now < due)
            {
                var wait = TimeSpan.FromSeconds((due - now) / (double)Stopwatch.Frequency);
                if (wait > TimeSpan.FromMilliseconds(2))
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
                }
                else
                {
                    await Task.Yield();
                }
            }

            pending.Add(cameras[i % cameras.Count].Fire(due));
        }

        await Task.WhenAll(pending);
        return [.. cameras.SelectMany(c => c.TakeLatencies()).Order()];
    }

    private static void Report(List<double> sorted, int sent, TimeSpan cpuASecond, long resident)
    {
        double At(double share) => sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"events {sent}, all acknowledged; commands {sorted.Count}; ms p50 {At(0.5):0.00}, p90 {At(0.9):0.00}, p99 {At(0.99):0.00}, max {At(1):0.00}; server {cpuASecond.TotalSeconds * 100:0} % of a core, {resident >> 20} MiB resident"));
    }

    private static int Number(string[] args, int index, int otherwise) =>
        args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;

    private sealed class VirtualCamera(DeviceId id, IMqttClient client)
    {
        private readonly ConcurrentDictionary<DateTimeOffset, long> _due = new();
        private readonly ConcurrentQueue<double> _latencies = new();
        private DateTimeOffset _last;

        public static async Task<VirtualCamera> Connect(DeviceId id)
        {
            var client = new MqttClientFactory().CreateMqttClient();
            var camera = new VirtualCamera(id, client);
            client.ApplicationMessageReceivedAsync += camera.Received;
            await client.ConnectAsync(new MqttClientOptionsBuilder()
                .WithTcpServer("127.0.0.1", 18830).WithProtocolVersion(MqttProtocolVersion.V500)
                .WithClientId(id.Value).WithCredentials(id.Value, MotionServer.Key(id))
                .WithKeepAlivePeriod(TimeSpan.FromSeconds(20)).Build());
            await client.SubscribeAsync(Topics.Command(id.Value), MqttQualityOfServiceLevel.AtLeastOnce);
            var hello = new Hello { Protocol = 1, Model = "load", Firmware = "1", Boot = "1", Clock = TimeProvider.System.GetUtcNow(), Sensors = [new HelloSensor { Id = "motion", Kind = WireSensorKind.Motion }] };
            await camera.Send(Channel.Hello, Wire.Write(hello, WireJson.Default.Hello));
            return camera;
        }

        /// <summary>What was measured since this was asked last, in milliseconds from an event's due time.</summary>
        public IEnumerable<double> TakeLatencies()
        {
            while (_latencies.TryDequeue(out var latency))
                yield return latency;
        }

        /// <summary>Fires the motion sensor; completes when the event is acknowledged.</summary>
        public Task Fire(long due)
        {
            var now = TimeProvider.System.GetUtcNow();
            _last = new DateTimeOffset(Math.Max(now.Ticks / TimeSpan.TicksPerMillisecond, (_last.Ticks / TimeSpan.TicksPerMillisecond) + 1) * TimeSpan.TicksPerMillisecond, TimeSpan.Zero);
            _due[_last] = due;
            var fired = new SensorFired { Id = Guid.NewGuid().ToString("N"), Sensor = "motion", Kind = WireEventKind.Motion, At = _last };
            return Send(Channel.Event, Wire.Write(fired, WireJson.Default.SensorFired));
        }

        private async Task Received(MqttApplicationMessageReceivedEventArgs message)
        {
            var now = Stopwatch.GetTimestamp();
            var command = JsonSerializer.Deserialize(message.ApplicationMessage.Payload.ToArray(), WireJson.Default.Command)!;
            var trigger = command.Args!.Value.Deserialize(WireJson.Default.CaptureArgs)!.Trigger!.Value;
            if (_due.TryRemove(trigger, out var due))
                _latencies.Enqueue((now - due) * 1000.0 / Stopwatch.Frequency);

            var reply = new Reply { Command = command.Id, Ok = false, Error = new ReplyError { Code = ErrorCodes.NotRecorded } };
            await Send(Channel.Reply, Wire.Write(reply, WireJson.Default.Reply));
        }

        private Task Send(Channel channel, byte[] payload) => client.PublishAsync(new MqttApplicationMessageBuilder()
            .WithTopic(Topics.Publish(id.Value, channel)).WithPayload(payload)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build());
    }
}
