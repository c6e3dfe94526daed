using Mihari.Grains.Accounts;
using Mihari.Refusals;

namespace Mihari.Tests.Grains.Accounts;

public sealed class AccountRulesTests
{
    private static readonly DateTimeOffset T0 = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void LockOut_AfterFiveInARow_ForThirtyMinutes()
    {
        var account = new AccountState();
        for (var i = 0; i < 4; i++)
        {
            account = LockOut.AfterWrong(account, T0);
            Assert.Null(LockOut.LockedUntil(account, T0));
        }

        Assert.Null(LockOut.LockedUntil(LockOut.AfterWrong(LockOut.AfterRight(account), T0), T0));
        account = LockOut.AfterWrong(account, T0);
        Assert.Equal(T0.AddMinutes(30), LockOut.LockedUntil(account, T0.AddMinutes(29)));
        Assert.Null(LockOut.LockedUntil(account, T0.AddMinutes(30)));
    }

    [Theory]
    [InlineData("password", true)]
    [InlineData("Aa1@-_!.$%&+#", true)]
    [InlineData("short12", false)]
    [InlineData("with space", false)]
    [InlineData("パスワードパスワード", false)]
    [InlineData("semi;colon", false)]
    public void Password_AllowsLettersDigitsAndTheManualsSymbols(string password, bool allowed) =>
        Assert.Equal(allowed, Record.Exception(() => InputRules.Password(password, "password")) is null);

    [Theory]
    [InlineData("駐車場カメラ", true)]
    [InlineData("  padded  ", true)]
    [InlineData("👨‍👩‍👧 family room", true)]
    [InlineData("<script>alert(1)</script>", true)]
    [InlineData("ab", false)]
    [InlineData("abc\u202Edef", false)]
    [InlineData("abc\0def", false)]
    [InlineData("zero\u200Bwidth", false)]
    [InlineData("\u202Etxt.exe", false)]
    [InlineData("abc\u061Cdef", false)]
    [InlineData("abc\uFEFFdef", false)]
    [InlineData("two\u2028lines", false)]
    [InlineData("\u200D\u200D\u200D", false)]
    [InlineData("café du パリ 🇯🇵👍🏽", true)]
    public void Name_AllowsWhatPeopleWriteAndNoHiddenMarks(string name, bool allowed)
    {
        var refusal = Record.Exception(() => InputRules.Name(name, "name", 3, 64));

        Assert.Equal(allowed, refusal is null);
        Assert.True(allowed || refusal is InvalidInputException { Field: "name" });
    }

    [Fact]
    public void Name_WithHalfACharacter_IsRefused() =>
        Assert.Equal(InputProblem.Characters, Assert.Throws<InvalidInputException>(() => InputRules.Name("half" + (char)0xD83D + "pair", "name", 1, 64)).Problem);

    [Fact]
    public void Name_IsCountedInWhatPeopleSee()
    {
        Assert.Equal(64, new System.Globalization.StringInfo(InputRules.Name(string.Concat(Enumerable.Repeat("👍🏽", 64)), "name", 1, 64)).LengthInTextElements);
        foreach (var text in new[] { string.Concat(Enumerable.Repeat("👍🏽", 65)), new string('x', 10_000), "x" + new string('\u0301', 10_000), "", "   " })
        {
            var refusal = Assert.Throws<InvalidInputException>(() => InputRules.Name(text, "name", 1, 64));
            Assert.Equal((InputProblem.Length, "1-64"), (refusal.Problem, refusal.Detail));
        }
    }

    [Theory]
    [InlineData("good-pass👨‍👩‍👧", "👨‍👩‍👧")]
    [InlineData("pass👍🏽word", "👍🏽")]
    [InlineData("cafe\u0301-bar", "e\u0301")]
    [InlineData("<script>alert", "<")]
    [InlineData("with space", " ")]
    [InlineData("right\u202Eleft", "\u202E")]
    public void Password_NamesTheWholeCharacterThatIsNotAllowed(string password, string character)
    {
        var refusal = Assert.Throws<InvalidInputException>(() => InputRules.Password(password, "password"));

        Assert.Equal((InputProblem.PasswordCharacter, character), (refusal.Problem, refusal.Detail));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(65)]
    [InlineData(10_000)]
    public void Password_OfAnotherLength_IsRefused(int length) =>
        Assert.Equal(InputProblem.Length, Assert.Throws<InvalidInputException>(() => InputRules.Password(new string('a', length), "password")).Problem);

    [Theory]
    [InlineData("a@example.com", true)]
    [InlineData(" a@example.com ", true)]
    [InlineData("Name <a@example.com>", false)]
    [InlineData("a@example.com\r\nBcc: b@example.com", false)]
    [InlineData("no-at-sign", false)]
    [InlineData("", false)]
    public void Email_IsAnAddressAndNothingElse(string email, bool allowed) =>
        Assert.Equal(allowed, Record.Exception(() => InputRules.Email(email, "email")) is null);
}
