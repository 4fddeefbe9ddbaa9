import java.io.FileInputStream;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** One line a file: its name, the number of checks, and the clauses of PDF/UA-1 that it breaks, by tabs. */
public class ValidatePaper {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            try (PDFAParser parser =
                    Foundries.defaultInstance().createParser(new FileInputStream(file), PDFAFlavour.PDFUA_1)) {
                PDFAValidator validator = Foundries.defaultInstance().createValidator(PDFAFlavour.PDFUA_1, false);
                ValidationResult result = validator.validate(parser);
                StringBuilder line = new StringBuilder(file + "\t" + result.getTotalAssertions());
                for (TestAssertion one : result.getTestAssertions())
                    line.append("\t" + one.getRuleId().getClause() + "-" + one.getRuleId().getTestNumber());
                System.out.println(line);
            }
        }
    }
}
