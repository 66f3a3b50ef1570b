namespace ActorSweeper.Hocon.Syntax;

/// <summary>A place in a text: line and column from 1, the column in UTF-16 units.</summary>
internal readonly record struct Position(int Line, int Column);

internal enum TokenKind
{
    End,
    NewLine,
    Comma,
    Colon,
    Equals,
    PlusEquals,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Space,
    Quoted,
    Unquoted,
    Number,
    True,
    False,
    Null,
    Substitution,
}

/// <summary>What stands between <c>${</c> and <c>}</c>.</summary>
internal sealed record SubstitutionExpression(HoconPath Path, bool Optional, bool IsList);

/// <summary>
/// A lexical unit. <see cref="TokenKind.Space"/> stands only for white space between two values of a concatenation; all other white
/// space and every comment is dropped.
/// </summary>
internal readonly record struct Token(TokenKind Kind, string Text, Position At, SubstitutionExpression? Expression = null)
{
    /// <summary>A value that takes part in a concatenation without brackets.</summary>
    public bool IsSimple => Kind >= TokenKind.Quoted;

    public bool StartsValue => IsSimple || Kind is TokenKind.OpenBrace or TokenKind.OpenBracket;

    public bool IsKeyPart => Kind == TokenKind.Space || (IsSimple && Kind != TokenKind.Substitution);

    public override string ToString() => Kind switch
    {
        TokenKind.End => "the end of the text",
        TokenKind.NewLine => "the end of the line",
        TokenKind.Substitution => "a substitution ${...}",
        TokenKind.Quoted => "a quoted string",
        _ => $"'{Text}'",
    };
}
