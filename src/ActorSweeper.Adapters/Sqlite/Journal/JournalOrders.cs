using System.Text.Json;
using ActorSweeper.Core.Journal;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Sqlite.Journal;

/// <summary>The operators' orders. They are few, and never dropped.</summary>
internal static class JournalOrders
{
    // Numbers begin with the millisecond of the first order, so that they grow on when another journal takes the place of this one:
    // the host remembers how far it has come.
    private const string Add =
        """
        INSERT INTO operator_order (number, at, who, why, kind, session, message)
        SELECT max(coalesce(max(number), 0) + 1, ?7), ?1, ?2, ?3, ?4, ?5, ?6 FROM operator_order
        """;

    private const string AllAfter =
        "SELECT number, at, who, why, kind, session, message FROM operator_order WHERE number > ?1 ORDER BY number";

    private static readonly Dictionary<string, OrderKind> Kinds =
        Enum.GetValues<OrderKind>().ToDictionary(WordOf, static kind => kind, StringComparer.Ordinal);

    public static OperatorOrder Append(JournalConnection connection, OperatorOrder order)
    {
        connection.BeginWrite();
        using (connection.Use(Add, out var insert))
        {
            _ = insert.Bind(1, JournalTime.Of(order.At)).Bind(2, order.Who).Bind(3, order.Why).Bind(4, WordOf(order.Kind))
                .Bind(5, order.Session?.Value).Bind(6, order.MessageId)
                .Bind(7, order.At.ToUnixTimeMilliseconds()).Run();
        }
        var number = connection.Database.LastRow;
        connection.Commit();
        return order with { Number = number };
    }

    public static IReadOnlyList<OperatorOrder> After(JournalConnection connection, long number)
    {
        var orders = new List<OperatorOrder>();
        using var use = connection.Use(AllAfter, out var rows);
        _ = rows.Bind(1, number);
        while (rows.Step())
        {
            orders.Add(new OperatorOrder(
                rows.Number(0),
                JournalTime.From(rows.Number(1)),
                rows.Text(2) ?? "",
                rows.Text(3) ?? "",
                KindOf(connection, rows),
                rows.Text(5) is { } session ? new SessionId(session) : null,
                rows.Text(6)));
        }
        return orders;
    }

    private static OrderKind KindOf(JournalConnection connection, Statement row)
    {
        var word = row.Text(4) ?? "";
        return Kinds.TryGetValue(word, out var kind)
            ? kind
            : throw new JournalException(
                JournalFault.TooNew,
                $"journal {connection.Database.Path}, order {row.Number(0)}: unknown kind {word}; a newer version wrote it, use that");
    }

    private static string WordOf(OrderKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
