using Bunit;
using Mihari.Contracts;
using Mihari.Identifiers;
using Mihari.Refusals;
using Mihari.Web.Components.Support;
using Xunit;

namespace Mihari.Tests.Web.Components.Support;

/// <summary>What the desk does with accounts, contracts, devices and keys: asked first, told after, secrets once.</summary>
public sealed class AccountsAndContractsTests
{
    private const string Mac = SupportBench.Mac;
    private static readonly ConflictException Deleted = new("device", "is deleted", Clash.Deleted);

    [Fact]
    public async Task Accounts_OfferAPassword_AndUnlockOnlyWhatIsLocked()
    {
        await using var bench = new SupportBench
        {
            Accounts = [SupportBench.Account("b1", "管理 一郎"), SupportBench.Account("b2", "用賀 花子", lockedUntil: SupportBench.At.AddMinutes(30)), SupportBench.Account("b3", "二子 次郎", mustChange: true)],
        };
        var page = bench.Page.Render<CustomerAccounts>(p => p.Add(a => a.Customer, new CustomerId("c1")));

        Assert.Equal(["Issue a password: 管理 一郎", "Unlock: 用賀 花子", "Issue a password: 用賀 花子", "Issue a password: 二子 次郎"], SupportBench.Buttons(page));
        Assert.Equal(["Active", "First password"], page.FindAll("td[data-label=State]").Select(c => c.TextContent.Trim()).Where(t => !t.StartsWith("Locked", StringComparison.Ordinal)));
        await SupportBench.Button(page, "Unlock: 用賀 花子").ClickAsync(new());
        Assert.Equal("unlock b2", Assert.Single(bench.Calls));
        Assert.DoesNotContain("Locked until", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_IsIssuedAfterAYes_AndShownUntilItIsClosed()
    {
        await using var bench = new SupportBench { Accounts = [SupportBench.Account("b1", "管理 一郎")] };
        var page = bench.Page.Render<CustomerAccounts>(p => p.Add(a => a.Customer, new CustomerId("c1")));

        await SupportBench.Button(page, "Issue a password: 管理 一郎").ClickAsync(new());
        Assert.Empty(bench.Calls);
        await page.Find("dialog [data-cancel]").ClickAsync(new());
        Assert.Empty(bench.Calls);
        await SupportBench.Sure(page, "Issue a password: 管理 一郎");

        Assert.Equal("issue b1", Assert.Single(bench.Calls));
        Assert.Equal("abcd-efgh", page.Find("#once").GetAttribute("value"));
        Assert.Contains("b1@example.jp", page.Find(".once").TextContent, StringComparison.Ordinal);
        await SupportBench.Button(page, "Close").ClickAsync(new());
        Assert.DoesNotContain("abcd-efgh", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_OfSomebodyWhomSupportMayNotGiveOne_IsToldAndNoneIsShown()
    {
        await using var bench = new SupportBench { Accounts = [SupportBench.Account("b1", "管理 一郎")], Refusal = new NotPermittedException("issue a password") };
        var page = bench.Page.Render<CustomerAccounts>(p => p.Add(a => a.Customer, new CustomerId("c1")));

        await SupportBench.Sure(page, "Issue a password: 管理 一郎");

        Assert.Contains("Your role does not allow this.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#once"));
        Assert.Empty(page.FindAll("dialog"));
    }

    [Fact]
    public async Task Register_ShowsTheKeyUntilItIsClosed()
    {
        await using var bench = new SupportBench();
        var page = await Fill(bench, "Ｋ－１", "02-00-00-00-00-01");

        await page.Find("form.add").SubmitAsync();

        Assert.Equal($"register c1 {Mac}", Assert.Single(bench.Calls));
        Assert.Matches("^[0-9a-f]{64}$", page.Find("#once").GetAttribute("value")!);
        Assert.Empty(page.FindAll("form.add"));
        await SupportBench.Button(page, "Close").ClickAsync(new());
        Assert.Empty(page.FindAll("#once"));
    }

    [Fact]
    public async Task Register_OfWhatCannotBe_NamesEachField_AndKeepsWhatWasTyped()
    {
        await using var bench = new SupportBench();
        var page = await Fill(bench, "<script>", new string('0', 64));

        await page.Find("form.add").SubmitAsync();

        Assert.Equal("Enter 1 to 40 letters, digits and hyphens.", page.Find("#contract-error").TextContent);
        Assert.StartsWith("Enter a MAC address, 12 hexadecimal digits", page.Find("#mac-error").TextContent, StringComparison.Ordinal);
        Assert.Equal(["<script>", new string('0', 64)], page.FindAll("form.add input").Select(i => i.GetAttribute("value")));
        Assert.Empty(bench.Calls);
    }

    [Theory]
    [InlineData("K-1 theirs", "contract", "The contract number is another customer’s.")]
    [InlineData("K-1 c1 deleted", "contract", "The contract is deleted: restore it first.")]
    [InlineData("K-9 c1", "mac", "The device is registered under another contract (K-9).")]
    [InlineData("K-1 c1", "mac", "The device is registered under this contract already.")]
    public async Task Register_OfWhatClashes_SaysWithWhat_AndWritesNothing(string known, string field, string says)
    {
        var words = known.Split(' ');
        await using var bench = new SupportBench();
        bench.Registered = new(
            [SupportBench.Known(words[0], words[1], words.Length > 2, DeviceId.Parse(Mac))],
            words is ["K-1", not "c1", ..] ? [] : [new(DeviceId.Parse(Mac), new ContractNumber(words[0]))]);
        var page = await Fill(bench, "K-1", Mac);

        await page.Find("form.add").SubmitAsync();

        Assert.Equal(says, page.Find($"#{field}-error").TextContent);
        Assert.Equal("K-1", page.Find("#contract").GetAttribute("value"));
        Assert.Empty(bench.Calls);
        Assert.Empty(page.FindAll("#once"));
    }

    [Fact]
    public async Task Register_AtTheMomentSomebodyElseDid_ShowsNoKeyThatIsNotTheDevices()
    {
        await using var bench = new SupportBench { IsBeaten = true };
        var page = await Fill(bench, "K-1", Mac);

        await page.Find("form.add").SubmitAsync();

        Assert.Equal("The device is registered under this contract already.", page.Find("#mac-error").TextContent);
        Assert.Empty(page.FindAll("#once"));
    }

    [Fact]
    public async Task Contracts_AreFoundByNumber_AndNameTheirDevices()
    {
        await using var bench = new SupportBench();
        bench.Customer = bench.Customer with { Contracts = [new ContractNumber("K-1"), new ContractNumber("K-2")] };
        bench.Registered = new([SupportBench.Known("K-1", "c1", false, DeviceId.Parse(Mac)), SupportBench.Known("K-2", isDeleted: true)], []);
        var page = bench.Page.Render<CustomerContracts>(p => p.Add(c => c.Customer, bench.Customer));

        Assert.Equal(["K-1", "K-2"], page.FindAll("tbody a").Select(a => a.TextContent));
        Assert.Equal([Mac, "In use", "", "Delete"], page.FindAll("tbody td").Select(c => c.TextContent.Trim()));
        await page.Find("input[type=search]").InputAsync("k-2");
        Assert.Equal(["support/contracts/K-2"], page.FindAll("tbody a").Select(a => a.GetAttribute("href")));
        await page.Find("input[type=search]").InputAsync("k-3");
        Assert.Contains("No contract matches.", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no-such")]
    [InlineData("not a number")]
    public async Task Contract_ThatIsNotThere_SaysSo(string number)
    {
        await using var bench = new SupportBench();
        var page = bench.Page.Render<ContractPage>(p => p.Add(c => c.Number, number));

        Assert.Contains("There is no such contract.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_IsShownOnce_AndGoneWithTheNextChange()
    {
        await using var bench = new SupportBench();
        var page = Open(bench);

        await SupportBench.Sure(page, $"Issue a key: {Mac}");
        Assert.Equal("0123456789abcdef", page.Find("#once").GetAttribute("value"));
        await SupportBench.Sure(page, $"Revoke the key: {Mac}");

        Assert.Equal([$"key {Mac}", $"revoke {Mac}"], bench.Calls);
        Assert.DoesNotContain("0123456789abcdef", page.Markup, StringComparison.Ordinal);
        Assert.Equal($"The key of device {Mac} is revoked.", page.Find(".banner span").TextContent);
    }

    [Fact]
    public async Task Key_OfADeviceDeletedMeanwhile_IsNone_AndTheReasonIsTold()
    {
        await using var bench = new SupportBench { Refusal = Deleted };
        var page = Open(bench);

        await SupportBench.Sure(page, $"Issue a key: {Mac}");

        Assert.Contains("It has been deleted.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#once"));
    }

    [Fact]
    public async Task DeletedDevice_OffersOnlyItsRestoring()
    {
        await using var bench = new SupportBench();
        var page = Open(bench);
        Assert.Equal([$"Issue a key: {Mac}", $"Revoke the key: {Mac}", $"Delete: {Mac}"], SupportBench.Buttons(page));

        await SupportBench.Sure(page, $"Delete: {Mac}");
        Assert.Equal([$"Restore: {Mac}"], SupportBench.Buttons(page));
        await SupportBench.Button(page, $"Restore: {Mac}").ClickAsync(new());

        Assert.Equal([$"delete {Mac}", $"restore {Mac}"], bench.Calls);
        Assert.Equal(3, SupportBench.Buttons(page).Count());
    }

    [Fact]
    public async Task DeletedContract_OffersNothingOfItsDevices_UntilItIsRestored()
    {
        await using var bench = new SupportBench();
        var page = Open(bench);

        await SupportBench.Sure(page, "Delete the contract");
        Assert.Empty(SupportBench.Buttons(page));
        Assert.StartsWith("Deleted ", page.Find(".facts .mh-chip").TextContent, StringComparison.Ordinal);
        await SupportBench.Button(page, "Restore the contract").ClickAsync(new());

        Assert.Equal(["delete contract", "restore contract"], bench.Calls);
        Assert.Equal(3, SupportBench.Buttons(page).Count());
    }

    [Fact]
    public async Task DeviceWithoutAKey_SaysThatItCannotConnect_AndOffersNoRevoking()
    {
        await using var bench = new SupportBench();
        bench.Contract = bench.Contract with { Devices = [new ContractDevice(DeviceId.Parse(Mac), false, null, null)] };
        var page = Open(bench);

        Assert.Contains("None: it cannot connect", page.Markup, StringComparison.Ordinal);
        Assert.Equal([$"Issue a key: {Mac}", $"Delete: {Mac}"], SupportBench.Buttons(page));
    }

    private static IRenderedComponent<ContractPage> Open(SupportBench bench) => bench.Page.Render<ContractPage>(p => p.Add(c => c.Number, "K-1"));

    private static async Task<IRenderedComponent<CustomerContracts>> Fill(SupportBench bench, string contract, string mac)
    {
        var page = bench.Page.Render<CustomerContracts>(p => p.Add(c => c.Customer, bench.Customer));
        await SupportBench.Button(page, "Register a contract or device").ClickAsync(new());
        await page.Find("#contract").ChangeAsync(contract);
        await page.Find("#mac").ChangeAsync(mac);
        return page;
    }
}
