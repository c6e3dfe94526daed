using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Mihari.Accounts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Silo.Hosting;
using Mihari.Support;
using Mihari.Web.Hosting;

namespace Mihari.Web.Support;

/// <summary>
/// Makes the first account of the desk, so that an empty server has somebody to begin with. Its password is in
/// <c>support/sign-in.json</c>, which only this user may read, until it has been changed; a file that is lost before that is
/// written anew with another password; in a cluster, where one node has it, only when that is asked for. The server is not ready before that is done.
/// </summary>
internal sealed partial class FirstStaff(
    IGrainFactory grains, IOptions<SupportOptions> options, DataPaths paths, IConfiguration configuration, StartupRefusal refusal, TimeProvider time,
    ILogger<FirstStaff> log)
    : BackgroundService, IHealthCheck
{
    private static readonly AccountId First = new("support");
    private static readonly Caller Provisioning = new(new AccountId("provisioning"), null, Role.Support);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Shape = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private volatile bool _isDone;

    private bool IsOneOfSeveral { get; } = ClusterOptions.IsAskedFor(configuration);

    private string SignIn => Path.Combine(paths.Support, "sign-in.json");

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(_isDone ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("the first support account is being made"));

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var mayGo = await Patience.Insist(() => Make(stoppingToken), time, MakeFailed, stoppingToken);
            _isDone = true;
            using var timer = new PeriodicTimer(LookAgain, time);
            while (!mayGo && await timer.WaitForNextTickAsync(stoppingToken))
                mayGo = await IsChanged();

            // A node that another one was ahead of has no such folder.
            if (mayGo && File.Exists(SignIn))
                File.Delete(SignIn);
        }
        catch (ConflictException e)
        {
            refusal.Refuse(new StartupRefusedException(
                $"{SupportOptions.Section}:{nameof(SupportOptions.Email)} is '{options.Value.Email}', but must be an address that no other account has", e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            refusal.Refuse(new StartupRefusedException($"the support desk's file {SignIn} cannot be written ({e.Message.TrimEnd('.')})", e));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>Sees to it that somebody can sign in.</summary>
    /// <returns>Whether the file is of no use any more.</returns>
    private async Task<bool> Make(CancellationToken cancel)
    {
        var desk = grains.GetGrain<ISupportDesk>(ISupportDesk.Key);
        var staff = await desk.GetStaff(Provisioning);
        var first = staff.FirstOrDefault(a => a.Account == First);
        if (!staff.IsEmpty && first is not { MustChangePassword: true })
            return true;

        if (first is not null && File.Exists(SignIn))
            return false;

        // Of several nodes one has the file, and the others must not make its password a wrong one.
        if (first is not null && IsOneOfSeveral && !options.Value.IssueAnew)
            return true;

        DataPaths.MakePrivate(paths.Support);
        var email = first?.Email ?? options.Value.Email;
        var issued = first is null
            ? await desk.AddFirstStaff(Provisioning, First, "Support", email)
            : await desk.AddStaff(Provisioning, First, first.Name, email);
        if (issued is null)
            return true;

        await Write(new JsonObject { ["email"] = email, ["password"] = issued.Password }, cancel);
        Made(SignIn);
        return false;
    }

    private async Task<bool> IsChanged()
    {
        try
        {
            var staff = await grains.GetGrain<ISupportDesk>(ISupportDesk.Key).GetStaff(Provisioning);
            return staff.All(a => a.Account != First || !a.MustChangePassword);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LookFailed(e);
            return false;
        }
    }

    /// <summary>Whole or not at all.</summary>
    private async Task Write(JsonObject content, CancellationToken cancel)
    {
        var part = SignIn + ".part";
        File.Delete(part);
        var file = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            file.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

        await using (var stream = new FileStream(part, file))
        {
            await JsonSerializer.SerializeAsync(stream, content, Shape, cancel);
            stream.Flush(flushToDisk: true);
        }

        File.Move(part, SignIn, overwrite: true);
    }

    [LoggerMessage(EventId = 3450, Level = LogLevel.Information, Message = "The first support account is made; its sign-in is in {File}")]
    private partial void Made(string file);

    [LoggerMessage(EventId = 3452, Level = LogLevel.Warning, Message = "The first support account could not be looked for; trying again")]
    private partial void MakeFailed(Exception e);

    [LoggerMessage(EventId = 3451, Level = LogLevel.Warning, Message = "Whether the first support password was changed could not be seen")]
    private partial void LookFailed(Exception e);
}
