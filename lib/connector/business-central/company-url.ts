/** The address of a company in the standard API: `…/api/v2.0/companies(<id>)`. */
export const companyUrlForm = /^(https?:\/\/.+\/api\/)v2\.0\/(companies\([0-9a-fA-F-]{36}\))\/?$/;
