using System.Collections.Frozen;

namespace RepoMaturity.Evidence.Cards;

/// <summary>Words that a model hub knows in a card's metadata; a word that it added later is the only thing that can be missing here.</summary>
internal static class CardVocabulary
{
    /// <summary>Ids of licences: <c>license</c>.</summary>
    public static FrozenSet<string> Licenses { get; } = Words("""
        apache-2.0 mit openrail bigscience-openrail-m creativeml-openrail-m bigscience-bloom-rail-1.0 bigcode-openrail-m openrail++
        afl-3.0 artistic-2.0 bsl-1.0 bsd bsd-2-clause bsd-3-clause bsd-3-clause-clear c-uda cc cc0-1.0 cc-by-2.0 cc-by-2.5 cc-by-3.0 cc-by-4.0
        cc-by-sa-3.0 cc-by-sa-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nd-4.0 cc-by-nc-nd-3.0 cc-by-nc-nd-4.0
        cc-by-nc-sa-2.0 cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cdla-sharing-1.0 cdla-permissive-1.0 cdla-permissive-2.0 wtfpl ecl-2.0
        epl-1.0 epl-2.0 etalab-2.0 eupl-1.1 eupl-1.2 agpl-3.0 gfdl gpl gpl-2.0 gpl-3.0 lgpl lgpl-2.1 lgpl-3.0 lgpl-lr isc h-research
        intel-research lppl-1.3c ms-pl apple-ascl apple-amlr mpl-2.0 odc-by odbl open-mdw osl-3.0 postgresql ofl-1.1 ncsa unlicense zlib pddl
        deepfloyd-if-license fair-noncommercial-research-license grok2-community llama2 llama3 llama3.1 llama3.2 llama3.3 llama4 gemma unknown other
        """);

    /// <summary>Tasks: <c>pipeline_tag</c>.</summary>
    public static FrozenSet<string> Tasks { get; } = Words("""
        any-to-any audio-classification audio-text-to-text audio-to-audio automatic-speech-recognition depth-estimation document-question-answering
        feature-extraction fill-mask graph-ml image-classification image-feature-extraction image-segmentation image-text-to-image image-text-to-text
        image-text-to-video image-to-3d image-to-image image-to-text image-to-video keypoint-detection mask-generation multiple-choice object-detection
        other question-answering reinforcement-learning robotics sentence-similarity summarization table-question-answering table-to-text
        tabular-classification tabular-regression tabular-to-text text2text-generation text-classification text-generation text-ranking
        text-retrieval text-to-3d text-to-audio text-to-image text-to-speech text-to-video time-series-forecasting token-classification translation
        unconditional-image-generation video-classification video-text-to-text video-to-video visual-document-retrieval visual-question-answering
        voice-activity-detection zero-shot-classification zero-shot-image-classification zero-shot-object-detection
        """);

    /// <summary>Two-letter codes of ISO 639-1: <c>language</c>.</summary>
    public static FrozenSet<string> Languages { get; } = Words("""
        aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi
        fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky
        la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw
        sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
        """);

    private static FrozenSet<string> Words(string text) =>
        text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);
}
