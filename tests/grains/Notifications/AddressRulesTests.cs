using Mihari.Grains.Notifications;
using Mihari.Notifications;
using Mihari.Refusals;

namespace Mihari.Tests.Grains.Notifications;

public sealed class AddressRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 29, 3, 0, 0, TimeSpan.Zero);
    private int _tokens;

    [Fact]
    public void Add_ANewAddress_IsAsked_AndOneThatIsThereIsNot()
    {
        var book = Add(new AddressBookState(), "anna@example.jp");

        Assert.Same(book, Add(book, "Anna@Example.jp"));
        Assert.Equal(AddressState.Asked, Assert.Single(book.Entries).State);
    }

    [Fact]
    public void Add_ToAFullBook_TakesThePlaceOfTheOldestThatNeverAnswered()
    {
        var full = new AddressBookState();
        for (var n = 0; n < AddressRules.Most; n++)
            full = full with { Entries = full.Entries.Add(Entry(n)) };
        Assert.Throws<ConflictException>(() => Add(full, "anna@example.jp"));
        var lapsed = full with { Entries = [.. full.Entries.Select((e, n) => n is 5 or 7 ? e with { State = AddressState.Asked, AskedAt = Now.AddDays(-20 - n) } : e)] };

        var next = Add(lapsed, "anna@example.jp");

        Assert.Equal(AddressRules.Most, next.Entries.Length);
        Assert.Equal((false, true), (next.Entries.Any(e => e.Address == full.Entries[7].Address), next.Entries.Any(e => e.Address == full.Entries[5].Address)));

        AddressEntry Entry(int n) => Add(new AddressBookState(), $"a{n}@example.jp").Entries[0] with { State = AddressState.Confirmed };
    }

    [Fact]
    public void Answered_Yes_ConfirmsOnce_AndTheLinkStaysGoodToLookAt()
    {
        var book = Add(new AddressBookState(), "anna@example.jp");
        var question = book.Entries[0].Question!;

        var confirmed = AddressRules.Answered(book, question, wanted: true, Now)!;

        Assert.Equal(AddressState.Confirmed, confirmed.Entries[0].State);
        Assert.Same(confirmed, AddressRules.Answered(confirmed, question, wanted: true, Now.AddDays(1)));
        Assert.Null(AddressRules.Answered(confirmed, question, wanted: true, Now.AddDays(7)));
    }

    [Fact]
    public void Answered_AfterSevenDays_IsNoAnswer_AndTheAddressHasLapsed()
    {
        var book = Add(new AddressBookState(), "anna@example.jp");

        Assert.Null(AddressRules.Answered(book, book.Entries[0].Question!, wanted: true, Now.AddDays(7)));
        Assert.Equal(AddressState.Lapsed, AddressRules.State(book.Entries[0], Now.AddDays(7)));
    }

    [Fact]
    public void TheLinkThatStops_Stops_AndCanNeverConfirm()
    {
        var book = Add(new AddressBookState(), "anna@example.jp");
        var stop = book.Entries[0].Stop;

        Assert.Null(AddressRules.Answered(book, stop, wanted: true, Now));
        var stopped = AddressRules.Answered(book, stop, wanted: false, Now.AddDays(300))!;
        Assert.Equal(AddressState.Declined, stopped.Entries[0].State);
    }

    [Fact]
    public void AskAgain_NotWithinTenMinutes_AndNotWhoSaidNo()
    {
        var book = Add(new AddressBookState(), "anna@example.jp");
        var first = book.Entries[0];

        Assert.Throws<ConflictException>(() => Again(book, Now.AddMinutes(9)));
        var again = Again(book, Now.AddMinutes(10));
        Assert.NotEqual(first.Question, again.Entries[0].Question);
        Assert.Null(AddressRules.FindToken(again, first.Question!, Now.AddMinutes(11)));

        var declined = AddressRules.Answered(again, again.Entries[0].Question!, wanted: false, Now.AddMinutes(11))!;
        Assert.Throws<UnknownIdException>(() => Again(declined, Now.AddDays(6)));
        Assert.Equal(AddressState.Asked, Again(declined, Now.AddDays(8)).Entries[0].State);
    }

    [Fact]
    public void Add_MoreThanMayBeAskedAtATime_IsRefused()
    {
        var book = new AddressBookState();
        for (var i = 0; i < AddressRules.MostAsked; i++)
            book = Add(book, $"a{i}@example.jp");

        Assert.Equal(Clash.Full, Assert.Throws<ConflictException>(() => Add(book, "one-more@example.jp")).Clash);
    }

    [Theory]
    [InlineData("anna@example.jp", "anna@example.jp")]
    [InlineData(" anna@example.jp\u3000", "anna@example.jp")]
    [InlineData("ｘ@example.jp", "x@example.jp")]
    [InlineData("ａｎｎａ．ｂ＠ｅｘａｍｐｌｅ．ｊｐ", "anna.b@example.jp")]
    [InlineData("anna@見張り.jp", "anna@見張り.jp")]
    [InlineData("anna@a-b.example.jp", "anna@a-b.example.jp")]
    [InlineData("anna@123.example", "anna@123.example")]
    [InlineData("anna@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.jp", "anna@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.jp")]
    public void CheckAddresses_WhatCanBeWrittenTo_IsKeptAsMailServersKnowIt(string typed, string kept) =>
        Assert.Equal(kept, Assert.Single(NotificationRules.CheckAddresses([typed])));

    [Theory]
    [InlineData("a@[127.0.0.1]", EmailProblem.IpAddress, "must be an e-mail address at a domain, not at an IP address")]
    [InlineData("a@127.0.0.1", EmailProblem.IpAddress, "must be an e-mail address at a domain, not at an IP address")]
    [InlineData("a@[IPv6:::1]", EmailProblem.IpAddress, "must be an e-mail address at a domain, not at an IP address")]
    [InlineData("an\u200Bna@example.jp", EmailProblem.Hidden, "must be an e-mail address without spaces or characters that can't be seen")]
    [InlineData("\uFEFFanna@example.jp", EmailProblem.Hidden, "must be an e-mail address without spaces or characters that can't be seen")]
    [InlineData("anna@exam\u00ADple.jp", EmailProblem.Hidden, "must be an e-mail address without spaces or characters that can't be seen")]
    [InlineData("an na@example.jp", EmailProblem.Hidden, "must be an e-mail address without spaces or characters that can't be seen")]
    [InlineData("anna@-example.jp", EmailProblem.Hyphen, "must be an e-mail address whose domain has no part that begins or ends with '-'")]
    [InlineData("anna@example-.jp", EmailProblem.Hyphen, "must be an e-mail address whose domain has no part that begins or ends with '-'")]
    [InlineData("anna@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.jp", EmailProblem.Label, "must be an e-mail address whose domain has no part of more than 63 characters")]
    [InlineData("anna@見張見張見張見張見張見張見張見張見張見張見張見張見張見張見張見張見張見張見張見張見張見張見張見張見張見張.jp", EmailProblem.Label, "must be an e-mail address whose domain has no part of more than 63 characters")]
    [InlineData("anna", null, "must be an e-mail address")]
    [InlineData("anna@example", null, "must be an e-mail address")]
    [InlineData("anna@example..jp", null, "must be an e-mail address")]
    [InlineData("anna😀@example.jp", null, "must be an e-mail address")]
    public void CheckAddresses_WhatCannotBeWrittenTo_IsRefusedByTheRule(string typed, EmailProblem? problem, string rule)
    {
        var refused = Assert.Throws<InvalidInputException>(() => NotificationRules.CheckAddresses(["bo@example.jp", typed]));

        Assert.Equal(("addresses[1]", InputProblem.Email, problem?.ToString()), (refused.Field, refused.Problem, refused.Detail));
        Assert.Equal("addresses[1]: " + rule, refused.Message);
    }

    [Theory]
    [InlineData(0xD800)]
    [InlineData(0xFFFE)]
    public void CheckAddresses_WhatIsNoCharacter_IsRefused(int code) =>
        Assert.Throws<InvalidInputException>(() => NotificationRules.CheckAddresses(["anna" + (char)code + "@example.jp"]));

    private AddressBookState Add(AddressBookState book, string address) => AddressRules.Add(book, [address], "ja", Now, NewToken);

    private AddressBookState Again(AddressBookState book, DateTimeOffset now) => AddressRules.AskAgain(book, "anna@example.jp", "ja", now, NewToken);

    private string NewToken() => $"token{++_tokens}";
}
