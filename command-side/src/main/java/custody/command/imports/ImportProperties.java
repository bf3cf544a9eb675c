package custody.command.imports;

import custody.command.imports.source.Limits;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/// Limits and pace of imports.
///
/// @param maxBytes the largest file
/// @param maxMappingBytes the largest mapping
/// @param maxXlsxBytes the largest XLSX file, which is held in memory while it is read
/// @param maxXlsxUnpackedBytes the most that may come out of an XLSX file
/// @param maxXlsxRatio how many times larger than packed a part of an XLSX file may be
/// @param maxColumns the most columns
/// @param maxCellCharacters the most characters of one cell
/// @param maxLineBytes the longest NDJSON line
/// @param pageFacts facts that are dealt with between two signs of progress
/// @param parallel customers worked on at the same time
/// @param appendFacts the most facts of one customer in one append
/// @param keepRejects how long rejected rows can be downloaded
@ConfigurationProperties("custody.import")
public record ImportProperties(
    @DefaultValue("512MB") DataSize maxBytes,
    @DefaultValue("1MB") DataSize maxMappingBytes,
    @DefaultValue("64MB") DataSize maxXlsxBytes,
    @DefaultValue("2GB") DataSize maxXlsxUnpackedBytes,
    @DefaultValue("300") int maxXlsxRatio,
    @DefaultValue("1000") int maxColumns,
    @DefaultValue("100000") int maxCellCharacters,
    @DefaultValue("1MB") DataSize maxLineBytes,
    @DefaultValue("4000") int pageFacts,
    @DefaultValue("64") int parallel,
    @DefaultValue("500") int appendFacts,
    @DefaultValue("30d") Duration keepRejects) {

  Limits limits() {
    return new Limits(
        maxColumns,
        maxCellCharacters,
        (int) maxLineBytes.toBytes(),
        maxXlsxBytes.toBytes(),
        maxXlsxUnpackedBytes.toBytes(),
        Math.min(maxXlsxUnpackedBytes.toBytes(), Limits.DEFAULT.xlsxSharedTextBytes()),
        maxXlsxRatio);
  }
}
