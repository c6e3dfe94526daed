using System.Collections.Immutable;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Mihari.Accounts;
using Mihari.Contracts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Silo.Hosting;
using Mihari.Support;
using Mihari.Tests.Web.Hosts;
using Mihari.Tests.Web.Live;
using Mihari.Web.Hosting;
using Mihari.Web.Support;
using Xunit;

namespace Mihari.Tests.Web.Support;

/// <summary>An empty server makes one account of the desk, once, and tells its password in a file until that is changed.</summary>
public sealed class FirstStaffTests : IDisposable
{
    private const string Email = "desk@example.jp";
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly Clock _time = new();
    private readonly Staff _staff = new();

    private string Support => Path.Combine(_folder.Path, "support");

    private string File => Path.Combine(Support, "sign-in.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EmptyServer_GetsOneAccount_WhosePasswordOnlyThisUserReads()
    {
        var service = Make();

        Assert.Equal(HealthStatus.Unhealthy, (await service.CheckHealthAsync(new())).Status);
        await Run(service, async () =>
        {
            await _time.Watched();
            Assert.Equal(HealthStatus.Healthy, (await service.CheckHealthAsync(new())).Status);
        });

        Assert.Equal([$"support Support {Email}"], _staff.Added);
        Assert.Equal((Email, "issued-1"), Read());
        Assert.Equal(["sign-in.json"], Directory.GetFiles(Support).Select(Path.GetFileName));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, System.IO.File.GetUnixFileMode(Support));
        }
    }

    [Fact]
    public async Task StartedAgain_WhileThePasswordIsTheIssuedOne_IssuesNoOther()
    {
        await Run(Make(), () => _time.Watched());
        await Run(Make(), () => _time.Watched());

        Assert.Single(_staff.Added);
        Assert.Equal((Email, "issued-1"), Read());
    }

    [Fact]
    public async Task StartedAgain_WithoutTheFile_WritesItAnew_ForTheSameAccount()
    {
        await Run(Make(), () => _time.Watched());
        _staff.Accounts = [_staff.Accounts[0] with { Name = "窓口", Email = "moved@example.jp" }];
        Directory.Delete(Support, recursive: true);

        await Run(Make(), () => _time.Watched());

        Assert.Equal(["support Support " + Email, "support 窓口 moved@example.jp"], _staff.Added);
        Assert.Equal(("moved@example.jp", "issued-2"), Read());
    }

    [Fact]
    public async Task ChangedPassword_TakesTheFileAway()
    {
        var service = Make();
        await service.StartAsync(default);
        await _time.Watched();

        _time.Advance(LookAgain);
        await _staff.Looked(2);
        Assert.True(System.IO.File.Exists(File));
        _staff.Accounts = [_staff.Accounts[0] with { MustChangePassword = false }];
        _time.Advance(LookAgain);
        await service.ExecuteTask!.WaitAsync(Wait.Long);

        Assert.False(System.IO.File.Exists(File));
        Assert.Single(_staff.Added);
    }

    [Theory]
    [InlineData("support", false)]
    [InlineData("somebody-else", true)]
    public async Task ServerThatHasStaff_GetsNoOther_AndNoFileStays(string account, bool mustChange)
    {
        _staff.Accounts = [Staff.Account(account, mustChange)];
        Directory.CreateDirectory(Support);
        await System.IO.File.WriteAllTextAsync(File, "{}");
        var service = Make();

        await Run(service, () => service.ExecuteTask!.WaitAsync(Wait.Long));

        Assert.Empty(_staff.Added);
        Assert.False(System.IO.File.Exists(File));
        Assert.Equal(HealthStatus.Healthy, (await service.CheckHealthAsync(new())).Status);
    }

    [Fact]
    public async Task AddressOfAnotherAccount_StopsTheServer_AndNamesTheKey()
    {
        _staff.Refusal = new ConflictException("email", "taken", Clash.Taken);
        var refusal = new StartupRefusal(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance));
        var service = Make(refusal);

        await Run(service, () => service.ExecuteTask!.WaitAsync(Wait.Long));

        Assert.Equal($"Support:Email is '{Email}', but must be an address that no other account has", refusal.Reason!.Message);
        Assert.False(System.IO.File.Exists(File));
        Assert.Equal(HealthStatus.Unhealthy, (await service.CheckHealthAsync(new())).Status);
    }

    [Fact]
    public async Task NodeOfACluster_LeavesTheAccountThatAnotherNodeMade()
    {
        _staff.Accounts = [Staff.Account("support", mustChange: true)];
        var service = Make(redis: "127.0.0.1:6379");

        await Run(service, () => service.ExecuteTask!.WaitAsync(Wait.Long));

        Assert.Empty(_staff.Added);
        Assert.False(System.IO.File.Exists(File));
        Assert.Equal(HealthStatus.Healthy, (await service.CheckHealthAsync(new())).Status);
    }

    [Fact]
    public async Task NodeOfACluster_IssuesALostPasswordAnewWhereThatIsAskedFor()
    {
        _staff.Accounts = [Staff.Account("support", mustChange: true)];
        var service = Make(redis: "127.0.0.1:6379", issueAnew: true);

        await Run(service, _time.Watched);

        Assert.Equal("issued-1", Read().Password);
    }

    private static async Task Run(FirstStaff service, Func<Task> until)
    {
        await service.StartAsync(default);
        await until();
        await service.StopAsync(default);
    }

    private (string Email, string Password) Read()
    {
        var file = JsonSerializer.Deserialize<JsonElement>(System.IO.File.ReadAllText(File));
        return (file.GetProperty("email").GetString()!, file.GetProperty("password").GetString()!);
    }

    private FirstStaff Make(StartupRefusal? refusal = null, string? redis = null, bool issueAnew = false)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            [KeyValuePair.Create("Storage:Folder", (string?)_folder.Path), KeyValuePair.Create("Cluster:Redis", redis)]).Build();
        return new FirstStaff(
            new FakeGrains().Put<ISupportDesk>(ISupportDesk.Key, _staff).Factory, Options.Create(new SupportOptions { Email = Email, IssueAnew = issueAnew }),
            new DataPaths(configuration), configuration,
            refusal ?? new StartupRefusal(new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance)), _time, NullLogger<FirstStaff>.Instance);
    }

    /// <summary>A clock held by the test, which tells when something begins to wait for it.</summary>
    private sealed class Clock : FakeTimeProvider
    {
        private readonly Channel<bool> _timers = Channel.CreateUnbounded<bool>();

        public Task Watched() => _timers.Reader.ReadAsync().AsTask().WaitAsync(Wait.Long);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timers.Writer.TryWrite(true);
            return timer;
        }
    }

    private sealed class Staff : ISupportDesk
    {
        private readonly Channel<int> _looks = Channel.CreateUnbounded<int>();
        private int _looked;

        public ImmutableArray<AccountSummary> Accounts { get; set; } = [];

        public List<string> Added { get; } = [];

        public Exception? Refusal { get; set; }

        public static AccountSummary Account(string id, bool mustChange) => new(new AccountId(id), "Support", Email, Role.Support, 1, null, mustChange);

        /// <summary>Until it was asked that often.</summary>
        public async Task Looked(int times)
        {
            while (await _looks.Reader.ReadAsync().AsTask().WaitAsync(Wait.Long) < times)
            {
                // Earlier ones.
            }
        }

        public Task<ImmutableArray<AccountSummary>> GetStaff(Caller by)
        {
            Assert.Equal((Role.Support, (CustomerId?)null), (by.Role, by.Customer));
            _looks.Writer.TryWrite(++_looked);
            return Task.FromResult(Accounts);
        }

        public async Task<IssuedPassword?> AddFirstStaff(Caller by, AccountId account, string name, string email) =>
            Accounts.IsEmpty ? await AddStaff(by, account, name, email) : null;

        public Task<IssuedPassword> AddStaff(Caller by, AccountId account, string name, string email)
        {
            if (Refusal is not null)
                throw Refusal;

            Added.Add($"{account} {name} {email}");
            Accounts = [Account(account.Value, mustChange: true) with { Name = name, Email = email }];
            return Task.FromResult(new IssuedPassword($"issued-{Added.Count}"));
        }

        public Task<IssuedPassword> RegisterCustomer(Caller by, NewCustomer customer) => throw new NotSupportedException();

        public Task<CustomerPage> FindCustomers(Caller by, string? search, int skip, int take) => throw new NotSupportedException();

        public Task<Registrations> FindRegistrations(Caller by, ImmutableArray<ContractNumber> contracts, ImmutableArray<DeviceId> devices) => throw new NotSupportedException();

        public Task DeleteStaff(Caller by, AccountId account) => throw new NotSupportedException();
    }
}
