using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Mihari.Agent.Cameras;
using Mihari.Agent.Configuration;
using Mihari.Agent.Sources;

const int WrongConfiguration = 2;

PrivateFiles.Only();
try
{
    var builder = Host.CreateApplicationBuilder(args);
    if (builder.Configuration["config"] is { } file)
    {
        // What the environment and the command line say goes before the file.
        builder.Configuration.AddJsonFile(Path.GetFullPath(file), optional: false, reloadOnChange: false);
        builder.Configuration.AddEnvironmentVariables().AddCommandLine(args);
    }

    if (FfmpegTool.Find() is not { } ffmpeg)
    {
        await Console.Error.WriteLineAsync("mihari-agent: there is no ffmpeg on the PATH; install it (Debian: apt-get install ffmpeg)");
        return WrongConfiguration;
    }

    builder.Logging.ClearProviders().AddSimpleConsole(console =>
    {
        console.SingleLine = true;
        console.TimestampFormat = "HH:mm:ss.fff ";
    });
    builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
    builder.Services.AddSingleton<IValidateOptions<AgentOptions>, AgentOptionsRules>();
    builder.Services.AddOptions<AgentOptions>().BindConfiguration(AgentOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true).ValidateDataAnnotations().ValidateOnStart();
    builder.Services.AddSingleton(TimeProvider.System).AddSingleton(ffmpeg).AddHostedService<CameraHost>();

    using var host = builder.Build();

    // Read here, a wrong value ends the program before the host begins to log.
    _ = host.Services.GetRequiredService<IOptions<AgentOptions>>().Value;
    await host.RunAsync();
    return 0;
}
catch (Exception e) when (ConfigurationProblem.Explain(e) is { } line)
{
    await Console.Error.WriteLineAsync($"mihari-agent: {line}");
    return WrongConfiguration;
}
